"""What commands print: the argument as a table, acts and beats, and what a render made."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from core.quoting import spelled

if TYPE_CHECKING:  # numbers are shown by who has none of these
    from scenes.production.manifest import ActRecord
    from scenes.production.render import Outcome
    from scenes.production.verify import Verified

# Columns that a table may take where no terminal sets a limit.
UNLIMITED = 10_000
MEGABYTE = 1_000_000
ROUNDING = 1e-14


def output() -> Console:
    """Standard output: as wide as its terminal, or, where it is a file or a pipe, never wrapped."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, width=UNLIMITED, color_system=None)


def messages() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False)


def show(console: Console, *lines: str) -> None:
    """Print lines as they are, with escapes for what a terminal would obey."""
    for line in lines:
        console.print(spelled(line), markup=False, soft_wrap=True)


def show_numbers(console: Console, numbers: dict[str, Any]) -> None:
    """Print the argument: a row per example, then their means and the full gradient."""
    table = _table(console, "row", "x", "y", "prediction", "loss", "gradient 0", "gradient 1")
    last = 0
    for example in numbers["examples"]:
        if example["index"] != last + 1:
            table.add_row("…")
        last = example["index"]
        table.add_row(str(last), *map(_rounded, _cells(example)))
    if last != numbers["n_examples"]:
        table.add_row("…")
    table.add_section()
    mean = f"mean of {numbers['n_examples']}"
    table.add_row(mean, "", "", "", *map(_rounded, (numbers["risk"], *numbers["mean_of_gradients"])))
    table.add_row("full gradient", "", "", "", "", *map(_rounded, numbers["full_gradient"]))
    console.print(table)
    show(console, *_conclusions(numbers))


def _cells(example: dict[str, Any]) -> list[float]:
    return [example["x"], example["y"], example["prediction"], example["loss"], *example["gradient"]]


def _conclusions(numbers: dict[str, Any]) -> list[str]:
    drawn = numbers["drawn"]
    best = numbers["minimizer"]
    return [
        f"{numbers['model']} model, {numbers['loss']} loss, at theta = {_pair(numbers['theta'])}",
        f"minimizer {_pair(best)}" if best else "minimizer not unique",
        f"drawn with x moved by {_rounded(drawn['center'])} and divided by {_rounded(drawn['scale'])}:"
        f" theta = {_pair(drawn['theta'])} there",
    ]


def show_acts(console: Console, acts: Sequence[tuple[str, str, str, Sequence[tuple[str, str, str]]]]) -> None:
    """Print acts (name, heading, duration, beats), and their beats (name, caption, duration)."""
    table = _table(console, "act and beat", "caption", "duration")
    table.columns[1].justify = "left"
    for stem, heading, duration, beats in acts:
        table.add_row(*map(Text, (stem, heading, duration)), style="bold")
        for name, caption, beat_duration in beats:
            table.add_row(*map(Text, (f"  {name}", caption, beat_duration)))
    console.print(table)


def show_drawn(console: Console, lines: Sequence[str], kind: str, where: str, took: str) -> None:
    """Print what was drawn, a line each; without any, that all of its kind is there already."""
    if lines:
        show(console, *lines, f"in {where}, in {took}")
    else:
        show(console, f"nothing to do: {kind} in {where} are up to date ({took})")


def show_outcome(
    console: Console, outcome: "Outcome", where: str, took: str, more: Sequence[str] = ()
) -> None:
    """Print what a render made, ``more`` that was made of it, where, and how long it took."""
    if not (outcome.rendered or outcome.recut or outcome.film_made or more):
        show(console, f"nothing to do: {where} is up to date ({took})")
        return
    for act in sorted(outcome.rendered, key=lambda act: act.number):
        show(console, f"{act.video.path}  {_act_line(act)}")
    for stem in outcome.recut:
        show(console, f"beats/{stem}  cut again")
    for stem in outcome.unchanged:
        show(console, f"acts/{stem}.mp4  unchanged")
    film = outcome.manifest.film
    if outcome.film_made and film:
        for file in film.files:
            show(
                console, f"{file.path}  {duration(film.seconds)}" if file.path.endswith("mp4") else file.path
            )
    show(console, *more, f"in {where}, in {took}")


def show_verified(console: Console, found: "Verified", where: str) -> None:
    """Print what isn't as the manifest says, a line a file; or that nothing is wrong."""
    for finding in found.findings:
        show(console, f"{where}/{finding.path}: {finding.problem}")
    if not found.findings:
        show(console, f"{where}: {found.files} files, all as manifest.json says")


def _act_line(act: "ActRecord") -> str:
    return (
        f"{duration(act.seconds)}, {len(act.beats)} beats, {act.frames} frames, "
        f"drawn in {act.making.seconds:.0f} s and {act.making.megabytes} MB"
    )


def duration(seconds: float) -> str:
    """Minutes and seconds, as on a player."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def megabytes(count: int) -> str:
    """A file's size as people say it."""
    if count < MEGABYTE:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / MEGABYTE:.1f} MB" if count < 10 * MEGABYTE else f"{count / MEGABYTE:.0f} MB"


def _table(console: Console, *headers: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None, pad_edge=False)
    for number, header in enumerate(headers):
        table.add_column(header, justify="right" if number else "left")
    return table


def _pair(values: Sequence[float]) -> str:
    """A point; what is rounding beside its other coordinate is 0."""
    size = max(map(abs, values))
    return f"({', '.join(_rounded(0 if abs(value) < ROUNDING * size else value) for value in values)})"


def _rounded(value: float) -> str:
    """Six significant digits; what is 0 has no sign."""
    return f"{value:.6g}" if value else "0"
