"""The table: what is measured, its goal, and how it follows from the parts' figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``value`` gives the number that the goal is about; ``note`` what it was made of. Both take the figures of
    all parts, of which ``parts`` have to be there.
    """

    what: str
    parts: tuple[str, ...]
    value: Callable[[Figures], float]
    most: float | None = None
    least: float | None = None
    unit: str = ""
    note: Callable[[Figures], str] = lambda figures: ""

    @property
    def goal(self) -> str:
        """The goal in words."""
        if self.most is None and self.least is None:
            return ""
        limit = f"at least {self.least:g}" if self.most is None else f"at most {self.most:g}"
        return f"{limit} {self.unit}".strip()

    def is_met(self, value: float) -> bool | None:
        """Whether a value meets the goal; None where there is none."""
        if self.most is None and self.least is None:
            return None
        return value <= self.most if self.most is not None else value >= (self.least or 0)


def _ours_alone(figures: Figures) -> float:
    changed = figures["caption"]
    return len({*changed["videos"], *changed["figures"]} - {changed["changed"]})


ROWS = (
    Row(
        "film / encoding its frames at crf 23",
        ("render", "encoding"),
        lambda f: f["render"]["seconds"] / f["encoding"]["seconds"],
        most=0.7,
        note=lambda f: (
            f"{f['render']['seconds']:.1f} s / {f['encoding']['seconds']:.1f} s; "
            f"of processors {f['render']['cpu']:.0f} s / {f['encoding']['cpu']:.0f} s; "
            f"{f['encoding']['frames']} frames"
        ),
    ),
    Row(
        "plain twin / film",
        ("render", "twin"),
        lambda f: f["twin"]["seconds"] / f["render"]["seconds"],
        least=4,
        note=lambda f: f"{f['twin']['seconds']:.0f} s / {f['render']['seconds']:.1f} s; {f['twin']['how']}",
    ),
    Row(
        "Manim's Surface / loss surface, 32 x 32 faces",
        ("surface",),
        lambda f: f["surface"]["manim"] / f["surface"]["faces"],
        least=25,
        note=lambda f: f"{f['surface']['manim'] * 1e3:.0f} ms / {f['surface']['faces'] * 1e3:.1f} ms",
    ),
    Row(
        "the same, ours with level lines",
        ("surface",),
        lambda f: f["surface"]["manim"] / f["surface"]["32"],
        note=lambda f: f"{f['surface']['32'] * 1e3:.1f} ms; Manim's has none",
    ),
    Row("loss surface, 64 x 64 faces", ("surface",), lambda f: f["surface"]["64"], most=0.1, unit="s"),
    Row(
        "draw time a picture, p95",
        ("drawing",),
        lambda f: f["drawing"]["p95"],
        most=25,
        unit="ms",
        note=lambda f: (
            f"p50 {f['drawing']['p50']:.1f} ms, {f['drawing']['pictures']} pictures, "
            f"{f['drawing']['seconds']:.1f} s"
        ),
    ),
    Row("second render, nothing changed", ("render",), lambda f: f["render"]["again"], most=1.5, unit="s"),
    Row(
        "one caption changed: other acts made again",
        ("caption",),
        _ours_alone,
        most=0,
        note=lambda f: (
            f"changed {f['caption']['changed']}; videos made: {', '.join(f['caption']['videos'])}; "
            f"figures made: {', '.join(f['caption']['figures'])}"
        ),
    ),
    *(
        Row(
            f"lecture {name}",
            ("commands",),
            lambda f, n=name: f["commands"][n.strip("-")],
            most=0.4,
            unit="s",
        )
        for name in ("--help", "numbers", "check")
    ),
    Row(
        "lecture preview",
        ("preview",),
        lambda f: max(f["preview"]["seconds"].values()),
        most=4,
        unit="s",
        note=lambda f: ", ".join(f"{name} {taken:.1f} s" for name, taken in f["preview"]["seconds"].items()),
    ),
    Row(
        "film on one processor / on two",
        ("scaling",),
        lambda f: f["scaling"]["seconds"]["1"] / f["scaling"]["seconds"]["2"],
        least=1.8,
        note=lambda f: (
            "frames/s: "
            + ", ".join(f"{n}: {f['scaling']['frames'] / s:.0f}" for n, s in f["scaling"]["seconds"].items())
            + "; on paper "
            + ", ".join(f"{n}: {f['scaling']['frames'] / s:.0f}" for n, s in f["scaling"]["on_paper"].items())
        ),
    ),
    Row(
        "film of 100,000 rows / of 6",
        ("render", "rows"),
        lambda f: f["rows"]["seconds"] / f["render"]["seconds"],
        most=1.3,
        note=lambda f: f"{f['rows']['frames']} frames / {f['render']['frames']}",
    ),
    Row(
        "peak memory of a worker",
        ("render",),
        lambda f: f["render"]["megabytes"],
        most=600,
        unit="MB",
    ),
    Row(
        "size of the film / of crf 23",
        ("likenesses",),
        lambda f: f["likenesses"]["bytes"]["film"] / f["likenesses"]["bytes"]["crf23"],
        most=1.2,
    ),
    Row(
        "SSIM of the film - of crf 23",
        ("likenesses",),
        lambda f: f["likenesses"]["ssim"]["film"] - f["likenesses"]["ssim"]["crf23"],
        least=0,
        note=lambda f: f"{f['likenesses']['ssim']['film']:.5f} - {f['likenesses']['ssim']['crf23']:.5f}",
    ),
)
