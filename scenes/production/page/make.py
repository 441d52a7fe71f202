"""The page as one text, and its key."""

import base64
import hashlib
from pathlib import Path

from scenes.notation import in_words
from scenes.production.captions import chapters_of, cues_of, vtt
from scenes.production.film import TITLE
from scenes.production.keys import digest, file_hash
from scenes.production.page.addresses import Addresses, data_address
from scenes.production.page.colours import icon, style
from scenes.production.page.contents import Contents
from scenes.production.page.numbers import numbers_section
from scenes.production.page.sections import argument, files, segments, transcript
from scenes.production.page.template import Html, as_html, fill, joined, name_of_a_user, plain
from scenes.production.report import duration

CLAIM = "The gradient over the whole data is the mean of the gradients of the single rows."
# What a page is made by.
SOURCES = (".py", ".html", ".css", ".js")


def page_key(contents: Contents, inside: bool) -> str:
    """The key of a page: the same only where its text is."""
    folder = Path(__file__).parent
    makers = {path.name: file_hash(path) for path in sorted(folder.rglob("*")) if path.suffix in SOURCES}
    others = {name: file_hash(folder.parent / name) for name in ("captions.py", "film.py", "report.py")}
    scenes = {name: file_hash(folder.parents[1] / name) for name in ("notation.py", "theme.py")}
    return digest((_said(contents), inside, makers, others, scenes))


def page(contents: Contents, addresses: Addresses) -> str:
    """The page as HTML, the same text each time."""
    css, script = f"\n{style(contents.theme)}", f"\n{plain('page.js')}"
    captions = vtt(cues_of(contents.acts), contents.rate)
    chapters = vtt(chapters_of(contents.acts), contents.rate)
    return fill(
        "index.html",
        title=TITLE,
        claim=CLAIM,
        policy=_policy(css, script),
        icon=_svg_address(icon()),
        style=Html(css),
        script=Html(script),
        captions="shown" if contents.captions_shown else "track",
        rate=contents.rate,
        film=addresses.of(contents.film_file("mp4")),
        poster=_poster(contents, addresses),
        track=data_address(captions.encode(), "vtt"),
        track_default=Html("" if contents.captions_shown else " default"),
        chapters=data_address(chapters.encode(), "vtt"),
        segments=segments(contents),
        transcript=transcript(contents),
        facts=_facts(contents),
        argument=argument(contents, addresses),
        numbers=numbers_section(contents),
        files=files(contents, addresses),
        made_from=_made_from(contents),
    )


def _said(contents: Contents) -> tuple[object, ...]:
    return (
        [(act.heading, act.number, act.theme, act.rate, act.frames, act.beats) for act in contents.acts],
        contents.film.files,
        dict(contents.numbers),
        sorted(contents.rows.items()),
        contents.names,
        dict(contents.figures),
        dict(contents.handouts),
        contents.captions_shown,
    )


def _policy(css: str, script: str) -> str:
    """What the page may load: its own style and script, and the files that came with it; no network.

    Where a page is opened from a folder some browsers count its neighbours as 'self', others as file:.
    """
    sources = "'self' file: data:"
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_sha256(css)}'",
            f"script-src '{_sha256(script)}'",
            f"img-src {sources}",
            f"media-src {sources} blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _sha256(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _svg_address(svg: str) -> str:
    return data_address(svg.encode(), "svg")


def _poster(contents: Contents, addresses: Addresses) -> Html:
    """The film's last picture, which explains itself, before the film is begun."""
    file = contents.figure(contents.beats()[-1], contents.theme, "png")
    return Html(f' poster="{as_html(addresses.of(file))}"') if file else Html()


def _facts(contents: Contents) -> Html:
    _, x_name, y_name = contents.names
    count = contents.numbers["n_examples"]
    acts, steps = len(contents.acts), len(contents.beats())
    rows = "One row" if count == 1 else f"{in_words(count).capitalize()} rows"
    parts = (
        Html(f"{rows} of {name_of_a_user(y_name)} over {name_of_a_user(x_name)}"),
        as_html(f"{_counted(acts, 'act')}, {_counted(steps, 'step')}"),
        as_html(duration(int(contents.film.seconds))),
    )
    return joined(parts, " · ")


def _counted(count: int, thing: str) -> str:
    return f"{in_words(count)} {thing}" + ("" if count == 1 else "s")


def _made_from(contents: Contents) -> Html:
    name, _, _ = contents.names
    return Html(f"Computed and drawn from the table {name_of_a_user(name)} by Every Point Pulls.")
