"""In a notebook: a lesson shows itself, and acts are shown as videos."""

import base64
import io
import re
import xml.etree.ElementTree as ET

import av
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from manim.utils.ipython_magic import ManimMagic

from core import Dataset, Lesson, Problem
from scenes.act01_data_table import DataTable
from scenes.notation import MINUS
from scenes.production import notebook
from scenes.production.errors import InputError
from scenes.production.lessons import argument_for

SIX = Lesson.at(Problem(Dataset.packaged("six")))
BEATS = DataTable.captions(SIX)


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """A notebook's shell, working in a folder of its own."""
    made = InteractiveShell.instance(ipython_dir=str(tmp_path_factory.mktemp("ipython")))
    made.run_line_magic("cd", f"-q {tmp_path_factory.mktemp('work')}")
    yield made
    made.run_line_magic("cd", "-q -")
    InteractiveShell.clear_instance()


def shown(shell, value):
    """What a notebook shows of a value, by kind."""
    data, _ = shell.display_formatter.format(value)
    return data


def test_a_lesson_shows_its_numbers_and_with_the_extension_a_figure_too(shell):
    before = shown(shell, SIX)["text/html"]
    assert before == SIX._repr_html_()
    shell.run_line_magic("load_ext", "scenes.production.notebook")
    after = shown(shell, SIX)["text/html"]
    assert after.endswith(f"</div>{before}")
    assert after.startswith("<div><img ")


def test_a_lesson_drawn_in_another_unit_says_so(monkeypatch):
    blank = notebook.Figure('<svg xmlns="http://www.w3.org/2000/svg"/>')
    monkeypatch.setattr(notebook, "figure", lambda lesson: blank)
    lesson = Lesson.at(Problem(Dataset.packaged("norris")))
    words = re.sub("<.*?>", "", notebook.as_html(lesson))
    assert f"drawn with z = (x {MINUS} 400) / 300 in place of x" in words
    assert "θ = (600, 300)" in words


def test_a_figure_is_an_image_of_its_svg_that_says_what_it_shows(shell):
    drawn = notebook.figure(SIX, "valleys-make-a-bowl", "dark")
    svg = ET.fromstring(drawn.svg)
    assert svg.tag.endswith("svg")
    (image,) = ET.fromstring(f"<p>{shown(shell, drawn)['text/html'].replace('>', '/>')}</p>")
    assert image.get("alt") == svg.findtext("{*}desc")
    assert "bowl" in image.get("alt")
    kind, data = image.get("src").split(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode() == drawn.svg
    assert len(shown(shell, drawn)["text/plain"]) < 100, "its text is not stored twice"


def test_a_video_is_in_the_notebook_itself(shell):
    clip = notebook.video(SIX, "1")
    with av.open(io.BytesIO(clip.mp4)) as file:
        assert file.streams.video[0].frames > 100
    html = shown(shell, clip)["text/html"]
    assert 'src="data:video/mp4;base64,' in html
    assert 'aria-label="One table, one loss surface"' in html


def test_manim_s_own_magic_takes_an_act_with_a_lesson(shell):
    shell.register_magics(ManimMagic)  # as importing Manim does within a notebook
    shell.run_cell("from core import *; from scenes.act01_data_table import DataTable")
    cell = """
lesson = Lesson.at(Problem(Dataset([1, 2, 4], [2, 1, 5])))
def mine(**options):
    global act
    act = DataTable(lesson, **options)
    return act
"""
    shell.run_cell_magic("manim", "-ql --fps 2 --dry_run -v ERROR --progress_bar none mine", cell)
    assert [beat.name for beat in shell.user_ns["act"].beats] == [name for name, _ in BEATS]
    assert shell.user_ns["act"].lesson.n_examples == 3


@pytest.mark.parametrize("theta", [None, (600.0, 0.5)])
@pytest.mark.parametrize("name", ["six", "norris"])
def test_another_process_makes_the_same_lesson(name, theta):
    lesson = Lesson.at(Problem(Dataset.packaged(name)), theta)
    again = argument_for(lesson).lesson()
    assert np.array_equal(again.theta, lesson.theta)
    assert again.window == lesson.window or np.array_equal(again.window.corners, lesson.window.corners)


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda: notebook.figure(SIX, "the-ful-gradient"), 'did you mean "the-full-gradient"'),
        (lambda: notebook.figure(SIX, theme="drak"), 'did you mean "dark"'),
        (lambda: notebook.video(SIX, "FulGradient"), 'did you mean "FullGradient"'),
        (lambda: notebook.video(SIX, quality="fine"), "qualities: draft"),
    ],
)
def test_what_isn_t_there_is_named(call, problem):
    with pytest.raises(InputError, match=problem):
        call()
