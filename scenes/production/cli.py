"""The command ``lecture``. Manim, and what else is slow to import but core, is imported where it is used."""

import json
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import cloup

from scenes.production.errors import InputError, RenderFailedError, one_line, unknown
from scenes.production.interrupts import heed
from scenes.production.quality import QUALITIES
from scenes.production.settings import THEME_NAMES, Settings, settings_from

if TYPE_CHECKING:
    from scenes.production.acts import ActFile

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130

_of_the_lesson = cloup.option_group(
    "The lesson",
    cloup.option(
        "--data", metavar="TABLE", help="A CSV file, or the name of a packaged table (default: six)."
    ),
    cloup.option("--x", metavar="NAME", help="The column of the input."),
    cloup.option("--y", metavar="NAME", help="The column of the output."),
    cloup.option("--model", metavar="NAME", help="The model (affine)."),
    cloup.option("--loss", metavar="NAME", help="The loss (half-squared)."),
    cloup.option("--theta", metavar="A,B", help="Where gradients are taken, in the table's own x."),
)
_of_the_output = cloup.option_group(
    "The output",
    cloup.option("--theme", metavar="NAME", help=f"{' or '.join(THEME_NAMES)} (default: dark)."),
    cloup.option("--out", metavar="FOLDER", help="Where everything is written (default: media)."),
    cloup.option("--debug", is_flag=True, help="Show the traceback of an error."),
)
_of_a_render = cloup.option_group(
    "The render",
    cloup.option("--quality", metavar="NAME", help=f"{', '.join(QUALITIES)} (default: standard)."),
    cloup.option("--captions", metavar="WHERE", help="shown, or track: not in the picture (default: shown)."),
    cloup.option("--jobs", metavar="N", help="Acts at the same time (default: one more than CPUs)."),
    cloup.option("--force", is_flag=True, help="Render unchanged acts too."),
)
_of_figures = cloup.option_group(
    "The figures",
    cloup.option("--beat", "beats", metavar="NAME", multiple=True, help="This beat only; may be repeated."),
    cloup.option(
        "--format", "formats", metavar="LIST", default="svg,pdf,png", help="Of svg,pdf,png (default: all)."
    ),
    cloup.option(
        "--width", metavar="PIXELS", default="1920", help="The width of PNG and SVG (default: 1920)."
    ),
    cloup.option("--transparent", is_flag=True, help="Leave out the background."),
    cloup.option("--no-caption", is_flag=True, help="Leave out the caption."),
)
_in_themes = cloup.option(
    "--themes",
    metavar="LIST",
    default=",".join(THEME_NAMES),
    help=f"Of {','.join(THEME_NAMES)} (default: both).",
)
_in_folder = cloup.option_group(
    "The output",
    _in_themes,
    cloup.option("--out", metavar="FOLDER", help="Where everything is written (default: media)."),
    cloup.option("--jobs", metavar="N", help="Acts at the same time (default: one more than CPUs)."),
    cloup.option("--force", is_flag=True, help="Draw what is up to date too."),
    cloup.option("--debug", is_flag=True, help="Show the traceback of an error."),
)
_of_a_preview = cloup.option_group(
    "The preview",
    cloup.option("--watch", is_flag=True, help="Draw again whenever source, table or settings are saved."),
    cloup.option("--video", is_flag=True, help="Make a video of it, not a picture."),
    cloup.option("--quality", metavar="NAME", help=f"The video's: {', '.join(QUALITIES)} (default: draft)."),
    cloup.option("--captions", metavar="WHERE", help="shown, or track: not in the picture (default: shown)."),
)
_as_json = cloup.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _settings_of(options: dict[str, Any]) -> Settings:
    """Settings from a command's options."""
    return settings_from(_without_others(options))


def _without_others(options: dict[str, Any]) -> dict[str, Any]:
    """A command's options that are settings."""
    known = Settings.__dataclass_fields__
    return {name: value for name, value in options.items() if name in known}


class _Commands(cloup.Group):
    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command that the first word names."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise unknown("lecture", "command", args[0], self.commands)
        return super().resolve_command(ctx, args)


@cloup.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.pass_context
def lecture(context: click.Context) -> None:
    """Make the film of why the full gradient is the mean of the per-example gradients.

    Settings come from the command line, over lecture.toml in the working folder, over defaults.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@lecture.command()
@cloup.argument(
    "acts", metavar="[ACT]...", nargs=-1, help="DataTable, data-table or 1; none: all, and the film."
)
@_of_the_lesson
@_of_the_output
@_of_a_render
def render(acts: Sequence[str], force: bool, **options: Any) -> None:
    """Render the film, or the acts that are named."""
    began = time.monotonic()
    settings = _settings_of(options)
    film_acts = _film_acts()
    from scenes.production.acts import chosen
    from scenes.production.command import render_lecture

    render_lecture(settings, chosen(acts, film_acts), film_acts, force, began)


@lecture.command()
@cloup.argument(
    "place",
    metavar="ACT[/BEAT]",
    help="4/3, full-gradient/add-and-divide or add-and-divide; 4: all its beats.",
)
@_of_a_preview
@_of_the_lesson
@_of_the_output
def preview(place: str, watch: bool, video: bool, quality: str | None, **options: Any) -> None:
    """Draw a beat's last frame, or those of an act, as fast as can be: for who writes them."""
    began = time.monotonic()
    if quality is not None and not video:
        raise InputError("--quality", "a picture has none", "add --video, or leave it out")
    settings_now = partial(_settings_of, options | {"quality": quality or "draft"})
    from scenes.production.preview_command import preview_each_save, preview_lecture

    if watch:
        try:
            preview_each_save(place, settings_now, _film_acts, video, began)
        except KeyboardInterrupt:  # how an author ends it; there is nothing to be told
            raise SystemExit(INTERRUPTED) from None
    preview_lecture(place, settings_now(), _film_acts(), video, began)


@lecture.command()
@cloup.argument("acts", metavar="[ACT]...", nargs=-1, help="DataTable, data-table or 1; none: all.")
@_of_figures
@_of_the_lesson
@_in_folder
def figures(
    acts: Sequence[str],
    beats: Sequence[str],
    formats: str,
    themes: str,
    width: str,
    transparent: bool,
    no_caption: bool,
    force: bool,
    **options: Any,
) -> None:
    """Draw each beat's last frame, for slides and print; no video is rendered for it."""
    began = time.monotonic()
    settings = _settings_of(options)
    film_acts = _film_acts()
    from scenes.production.acts import chosen
    from scenes.production.figure_command import draw_lecture_figures, figure_order_of
    from scenes.production.figures import chosen_beats
    from scenes.production.looks import formats_from, looks_from

    chosen_acts = chosen(acts, film_acts)
    looks = looks_from(themes, width, transparent, not no_caption)
    wanted = chosen_beats(beats, chosen_acts)
    order = figure_order_of(settings, chosen_acts, film_acts, looks, formats_from(formats), wanted, force)
    draw_lecture_figures(settings, order, began)


@lecture.command()
@_of_the_lesson
@_in_folder
def handout(themes: str, force: bool, **options: Any) -> None:
    """Draw a PDF to print: a page a beat, its sentence beneath it."""
    began = time.monotonic()
    settings = _settings_of(options)
    from scenes.production.handout_command import draw_lecture_handouts, handout_order_of
    from scenes.production.looks import themes_from

    order = handout_order_of(settings, _film_acts(), themes_from(themes), force)
    draw_lecture_handouts(settings, order, began)


@lecture.command()
@cloup.option(
    "--single-file", is_flag=True, help="Put film, pictures and all into one file, which can be sent alone."
)
@_of_the_lesson
@_of_the_output
@_of_a_render
def page(single_file: bool, force: bool, **options: Any) -> None:
    """Make the lecture page: film, click-through, transcript, figures and numbers, to be opened offline."""
    began = time.monotonic()
    settings = _settings_of(options)
    film_acts = _film_acts()
    from scenes.production.page.command import page_of_the_lecture

    page_of_the_lecture(settings, film_acts, single_file, force, began)


@lecture.command()
@cloup.option("--to", metavar="LIST", help="Of html,pptx,pdf: convert them too.")
@_of_the_lesson
@_of_the_output
@_of_a_render
def slides(to: str | None, force: bool, **options: Any) -> None:
    """Make slides that play, one a beat: for manim-slides, or as a web page, for PowerPoint, as a PDF."""
    began = time.monotonic()
    settings = _settings_of(options)
    film_acts = _film_acts()
    from scenes.production.slides.command import formats_from, slides_of_the_lecture

    slides_of_the_lecture(settings, film_acts, formats_from(to), force, began)


@lecture.command(name="all")
@_of_the_lesson
@_of_the_output
@_of_a_render
def make_all(force: bool, **options: Any) -> None:
    """Make all of it: the film, figures, handouts, slides for manim-slides, and the lecture page."""
    began = time.monotonic()
    settings = _settings_of(options)
    film_acts = _film_acts()
    from scenes.production.everything import all_of_the_lecture

    all_of_the_lecture(settings, film_acts, force, began)


@lecture.command()
@_as_json
@_of_the_lesson
@_of_the_output
def numbers(as_json: bool, **options: Any) -> None:
    """Print the whole argument as numbers."""
    settings = _settings_of(options)
    from scenes.production.lessons import numbers_of
    from scenes.production.report import output, show_numbers

    found = numbers_of(settings)
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        show_numbers(output(), found)


@lecture.command(name="list")
@_of_the_lesson
@_of_the_output
def list_acts(**options: Any) -> None:
    """List acts and beats, with captions and durations."""
    settings = _settings_of(options)
    from scenes.production.contents import contents
    from scenes.production.report import output, show_acts

    show_acts(output(), contents(settings, _film_acts()))


@lecture.command()
@cloup.argument("acts", metavar="[ACT]...", nargs=-1, help="As for render.")
@_as_json
@_of_the_lesson
@_of_the_output
@_of_a_render
def check(acts: Sequence[str], as_json: bool, force: bool, **options: Any) -> None:
    """Say all that is wrong with the data, the settings and the output folder; takes what render takes."""
    from scenes.production.findings import findings_of

    found, summary = findings_of(_without_others(options), acts, _film_acts())
    if as_json:
        click.echo(json.dumps(found.as_dict(), indent=2))
    elif found.count:
        click.echo("\n".join(found.lines()), err=True)
    else:
        click.echo(f"{summary}: nothing is wrong")
    if found.count and options["debug"]:
        raise found.told[0]
    if found.count:
        raise SystemExit(WRONG_INPUT)


@lecture.command()
@_as_json
@cloup.option("--out", metavar="FOLDER", help="The folder to look at (default: media).")
@cloup.option("--debug", is_flag=True, help="Show the traceback of an error.")
def verify(as_json: bool, **options: Any) -> None:
    """Name each file of an output folder that differs from its manifest, is missing or is not of it."""
    settings = _settings_of(options)
    from scenes.production.report import output, show_verified
    from scenes.production.verify import as_dict, verified

    found = verified(settings.out)
    if as_json:
        click.echo(json.dumps(as_dict(found), indent=2))
    else:
        show_verified(output(), found, str(settings.out))
    if found.findings:
        raise SystemExit(FAILED)


@lecture.command()
@_as_json
@cloup.option("--out", metavar="FOLDER", help="Where everything would be written (default: media).")
@cloup.option("--debug", is_flag=True, help="Show the traceback of an error.")
def doctor(as_json: bool, **options: Any) -> None:
    """Say what is missing on this machine, and how to get it; draw a small act as a trial."""
    settings = _settings_of(options)
    from scenes.production.doctor.command import examine

    if not examine(settings.out, as_json):
        raise SystemExit(FAILED)


def _film_acts() -> "list[ActFile]":
    from scenes import storyboard
    from scenes.production.acts import acts_of

    return acts_of(storyboard.ACTS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status.

    Returns
    -------
    int
        0 done, 1 a render failed, 2 the input is wrong, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in arguments
    heed()
    try:
        return _status_of(lambda: lecture.main(arguments, prog_name="lecture", standalone_mode=False), debug)
    except ModuleNotFoundError as error:
        return _complain(f"lecture: {error.name} is not installed; lecture doctor says more", FAILED, debug)
    except Exception as error:  # noqa: BLE001 - the last line of defence: one line, whatever happened
        return _complain(f"lecture: {type(error).__name__}: {one_line(error)}", FAILED, debug)


def _status_of(command: Callable[[], Any], debug: bool) -> int:
    """Run a command; what ended it decides the status."""
    try:
        command()
    except InputError as error:
        return _complain(str(error), WRONG_INPUT, debug)
    except click.UsageError as error:
        return _complain(_usage(error), WRONG_INPUT, debug)
    except RenderFailedError as error:
        if debug:
            print(*(failure.details for failure in error.failures), sep="\n", file=sys.stderr)
        return _complain(str(error), FAILED, debug)
    except (KeyboardInterrupt, click.Abort):
        return _complain("interrupted; acts that were finished are kept", INTERRUPTED, debug)
    except SystemExit as end:
        return int(end.code or DONE)
    except OSError as error:
        where = f"{Path(error.filename)}: " if isinstance(error.filename, str) else ""
        return _complain(f"{where}{(error.strerror or str(error)).lower()}", FAILED, debug)
    return DONE


def _usage(error: click.UsageError) -> str:
    """What click has to say, in one line."""
    return " ".join(error.format_message().split())


def _complain(line: str, status: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    print(line, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
