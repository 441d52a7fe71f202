"""``lecture preview``: a beat, or an act, drawn for its author."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from queue import Queue
from threading import Thread

import av
import numpy as np
import pytest
from lecture_of_two_acts import ACTS, TESTS, TINY, hashes, heed_interrupts, lecture
from patchwork import Patchwork
from PIL import Image

from scenes import storyboard
from scenes.boxes import Patch
from scenes.film_camera import FilmCamera
from scenes.production.acts import acts_of
from scenes.production.errors import InputError
from scenes.production.figure_worker import FigureJob, draw_figures
from scenes.production.gated_camera import GatedCamera, only
from scenes.production.lessons import argument_of
from scenes.production.looks import Look
from scenes.production.preview import place_of
from scenes.production.preview_worker import PreviewJob, draw_preview
from scenes.production.settings import Settings
from scenes.production.untouched_manim import configured
from scenes.production.worker import load_act, on_stage

FILM = acts_of(storyboard.ACTS)
END = "(nothing more is said)"
PATIENCE = 60  # seconds in which a preview that is awaited has to come


@pytest.mark.parametrize(
    ("words", "path", "beats"),
    [
        ("4/4", "04-full-gradient/04-add-and-divide", 1),
        ("FullGradient/add_and_divide", "04-full-gradient/04-add-and-divide", 1),
        ("04-full-gradient/04-add-and-divide", "04-full-gradient/04-add-and-divide", 1),
        ("add-and-divide", "04-full-gradient/04-add-and-divide", 1),
        ("full-gradient", "04-full-gradient", 7),
        ("1", "01-data-table", 3),
    ],
)
def test_an_act_or_a_beat_is_found_by_each_of_its_names(words, path, beats):
    place = place_of(words, FILM)
    assert (place.path, len(place.beats)) == (path, beats)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("full-gradent/1", 'unknown act "full-gradent"; did you mean "full-gradient"?'),
        ("4/ad-and-divide", 'unknown beat of full-gradient "ad-and-divide"; did you mean "add-and-divide"?'),
        ("4/8", 'unknown beat of full-gradient "8"; 1 to 7: the-whole-has-a-slope-too, '),
        ("4/", 'unknown beat of full-gradient ""; '),
        ("ad-and-divide", 'unknown act or beat "ad-and-divide"; did you mean "add-and-divide"?'),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(words, complaint):
    with pytest.raises(InputError) as caught:
        place_of(words, FILM)
    assert complaint in str(caught.value)


def test_a_picture_is_the_figure_and_the_only_thing_that_is_made(tmp_path):
    seen = lecture(tmp_path, "preview", "circles/it-moves", "--out", "seen", "--theme", "light")
    assert (seen.status, seen.out) == (0, "seen/previews/01-circles/02-it-moves.png\n")
    assert list(hashes(tmp_path)) == [seen.out.strip()]
    figures = ("--beat", "it-moves", "--format", "png", "--themes", "light")
    assert lecture(tmp_path, "figures", *figures).status == 0
    figure = tmp_path / "media" / "figures" / "light" / "01-circles" / "02-it-moves.png"
    assert (tmp_path / seen.out.strip()).read_bytes() == figure.read_bytes()


def test_a_beat_late_in_the_film_is_its_figure(tmp_path):
    entry, beat = "scenes.act02_individual_losses:IndividualLosses", "a-whole-line-of-knobs"
    settings = Settings()
    (tmp_path / "preview").mkdir()
    seen = draw_preview(PreviewJob(entry, settings, (beat,), tmp_path / "preview"))
    (figure,) = draw_figures(
        FigureJob(entry, argument_of(settings), (Look("dark"),), ("png",), (beat,), tmp_path / "figure")
    )
    picture = tmp_path / "figure" / figure.files["png"]
    assert (tmp_path / "preview" / seen).read_bytes() == picture.read_bytes()


def test_an_act_is_all_its_beats_on_one_sheet_without_captions(tmp_path):
    sheet = lecture(tmp_path, "preview", "1")
    assert sheet.out == "media/previews/01-circles.png\n"
    drawn = ("--format", "png", "--themes", "dark", "--width", "960", "--no-caption")
    figures = lecture(tmp_path, "figures", "1", *drawn)
    assert figures.status == 0
    with Image.open(tmp_path / sheet.out.strip()) as both:
        assert both.size == (1920, 540)
        for place, path in enumerate(sorted((tmp_path / "media" / "figures").rglob("*.png"))):
            with Image.open(path) as picture:
                half = both.crop((960 * place, 0, 960 * (place + 1), 540))
                assert half.tobytes() == picture.tobytes()


def test_a_beat_alone_has_the_frames_that_it_has_in_its_act(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    whole, alone = [], []
    with configured(TINY):
        act_class, lesson = load_act(ACTS[0]), argument_of(Settings()).lesson()

        def keep(kept: list, picture: Patchwork, patches: list[Patch], repeat: int, begins: bool) -> None:
            kept += [picture.take(patches)] * repeat

        pictures = [Patchwork(TINY.height, TINY.width) for _ in range(2)]
        act = on_stage(act_class, lesson, "dark", partial(keep, whole, pictures[0]), FilmCamera)
        act.render()
        gated = on_stage(act_class, lesson, "dark", partial(keep, alone, pictures[1]), GatedCamera)
        only(gated, ["it-moves"])
        gated.render()
    beat = act.beats[1]
    np.testing.assert_array_equal(alone[beat.start :], whole[beat.start : beat.end])
    assert not np.any(np.diff(alone[: beat.start], axis=0))  # nothing was drawn before


def test_a_video_holds_its_beat_and_no_more(tmp_path):
    made = lecture(tmp_path, "preview", "1/2", "--video", "--quality", "tiny")
    assert made.out == "media/previews/01-circles/02-it-moves.mp4\n"
    assert lecture(tmp_path, "render", "1", "--quality", "tiny").status == 0
    sizes = [_frames_and_size(tmp_path / "media" / folder / "01-circles" / "02-it-moves.mp4")
             for folder in ("previews", "beats")]  # fmt: skip
    assert sizes[0] == sizes[1]


def test_what_fails_later_in_an_act_keeps_no_beat_from_being_seen(tmp_path):
    fault = {"FILM_FAULT": "raise:circles"}  # between its two beats
    assert lecture(tmp_path, "preview", "1/1", **fault).status == 0
    assert not (tmp_path / "media" / ".lecture" / "logs").exists()
    failed = lecture(tmp_path, "preview", "1/2", **fault)
    log = Path("media/.lecture/logs/preview.log")
    place = TESTS / "film_of_two_acts.py"
    assert failed.status == 1
    assert failed.err.startswith(f"01-circles/02-it-moves failed after beat a-circle-comes: {place}:")
    assert failed.err.endswith(f"ZeroDivisionError: a fault on purpose; log: {log}\n")
    assert failed.err.count("\n") == 1
    assert "Traceback" in (tmp_path / log).read_text()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["1/1", "--data", "no.csv"], "no.csv: no such file"),
        (["1/1", "--quality", "draft"], "--quality: a picture has none; add --video"),
        (["1/1", "--theme", "drak"], 'did you mean "dark"'),
        (["1/3"], 'unknown beat of circles "3"; 1 to 2: a-circle-comes, it-moves'),
        (["1/3", "--watch"], 'unknown beat of circles "3"'),
        ([], "ACT[/BEAT]"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(tmp_path, arguments, complaint):
    ended = lecture(tmp_path, "preview", *arguments)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert complaint.casefold() in ended.err.casefold()


def test_each_save_is_drawn_and_what_does_not_run_is_waited_out(tmp_path):
    source = _own_film(tmp_path)
    text = source.read_text("utf-8")
    with _watched(tmp_path, "1/1", "--data", "table.csv") as (process, lines):
        picture = tmp_path / lines.get(timeout=PATIENCE)
        assert lines.get(timeout=PATIENCE).startswith("drawn in ")
        first = picture.read_bytes()

        _save(source, text.replace("self.circle = Circle(", "self.circle = = Circle("))
        assert lines.get(timeout=PATIENCE).startswith("film/film_of_two_acts.py:")
        assert picture.read_bytes() == first

        _save(source, text.replace(".scale(0.5", ".scale(1.5"))
        assert tmp_path / lines.get(timeout=PATIENCE) == picture
        assert lines.get(timeout=PATIENCE).startswith("drawn in ")
        assert picture.read_bytes() != first

        _save(tmp_path / "table.csv", "x,y\n1,nothing\n")
        assert lines.get(timeout=PATIENCE).startswith("table.csv:2:2 (y): ")

        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        assert lines.get(timeout=PATIENCE) == END
        assert lines.empty()


def _save(path: Path, text: str) -> None:
    """Put a new file in an old one's place, as editors do: at no moment is it there in part."""
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)


def _own_film(folder: Path) -> Path:
    """Copies of the two acts and their command, to be edited; return the acts' file."""
    (folder / "film").mkdir()
    for name in ("lecture_of_two_acts.py", "film_of_two_acts.py"):
        shutil.copy(TESTS / name, folder / "film")
    (folder / "table.csv").write_text("x,y\n1,2\n2,5\n3,4\n")
    return folder / "film" / "film_of_two_acts.py"


@contextmanager
def _watched(folder: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", "Queue[str]"]]:
    """``lecture preview --watch`` with those copies, and the lines that it says, as they come."""
    command = [sys.executable, "film/lecture_of_two_acts.py", "preview", *arguments, "--watch"]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(TESTS.parent), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=heed_interrupts,
    )
    lines: Queue[str] = Queue()

    def read() -> None:
        for line in process.stdout or ():
            lines.put(line.strip())
        lines.put(END)

    reader = Thread(target=read)
    reader.start()
    try:
        yield process, lines
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()  # type: ignore[union-attr]


def _frames_and_size(video: Path) -> tuple[int, int, int]:
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        return sum(1 for _ in container.decode(stream)), stream.width, stream.height
