"""The lecture page as a text: numbers, names and keys, whatever the table."""

import re
from dataclasses import fields, replace
from html import unescape

import page_of_counted_frames as counted
import pytest

from core import Dataset, full_gradient, mean_of_gradients, per_example_gradients
from scenes.notation import ABOUT, MINUS
from scenes.production.lessons import argument_of
from scenes.production.manifest import FileRecord
from scenes.production.page.addresses import Beside, data_address
from scenes.production.page.contents import Contents
from scenes.production.page.make import page, page_key
from scenes.production.page.numbers import agreement
from scenes.production.page.sections import megabytes
from scenes.production.page.template import FOLDER, Html, as_html, fill, name_of_a_user
from scenes.production.page.units import unit_note
from scenes.production.page.writing import decimals_in_table, written
from scenes.production.settings import Settings

TABLES = {
    "one row": "hours,score\n1,2\n",
    "equal x": "x,y\n3,1\n3,2\n",
    "large": "x,y\n1e7,2e8\n-3e7,5e8\n4e7,1e5\n",
    "small": "x,y\n0.00001,0.00002\n0.00003,-0.00004\n",
    "zero gradient": "x,y\n1,1\n2,2\n",
    "twenty-one rows": "x,y\n" + "".join(f"{k},{k * k % 7}\n" for k in range(21)),
}


@pytest.fixture(scope="module")
def six(tmp_path_factory) -> Contents:
    return counted.contents(tmp_path_factory.mktemp("six"))


@pytest.fixture(params=[*Dataset.packaged_names(), *TABLES])
def case(request, tmp_path, six) -> tuple[Settings, Contents]:
    """A table, and the page that shows it."""
    data = request.param
    if data in TABLES:
        (tmp_path / "t.csv").write_text(TABLES[data])
        data = str(tmp_path / "t.csv")
    settings = Settings(data=data)
    return settings, counted.with_numbers(six, settings)


def text_of(contents: Contents) -> str:
    return page(contents, Beside())


def rows_of(text: str, part: str) -> list[list[str]]:
    """Cells of a table's part, as they are read."""
    inside = re.search(rf"<{part}>(.*?)</{part}>", text, re.DOTALL)
    assert inside
    rows = re.findall(r"<tr.*?</tr>", inside[1], re.DOTALL)
    return [
        [unescape(re.sub("<.*?>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


def is_written(text: str, exact: float) -> bool:
    """Whether a text is a number as it is rounded to the text's last figure."""
    figures, _, power = text.replace(MINUS, "-").removeprefix(ABOUT).partition(" · 10")
    unit = 10.0 ** (int(power or 0) - len(figures.partition(".")[2]))
    return abs(float(f"{figures}e{power or 0}") - exact) <= 0.5001 * unit


def test_the_table_holds_the_gradients_of_core_and_their_mean_and_what_is_left_out(case):
    settings, contents = case
    argument = argument_of(settings)
    theta = argument.lesson().table_theta
    gradients = per_example_gradients(argument.problem, theta)
    text = text_of(contents)
    rows = rows_of(text, "tbody")
    shown = [row for row in rows if len(row) == 7]
    for index, *_, first, second in shown:
        assert all(map(is_written, (first, second), gradients[int(index) - 1]))
    left_out = sum(map(_count_left_out, (row[0] for row in rows if len(row) == 1)))
    assert len(shown) + left_out == len(gradients)
    mean, full = (row[-2:] for row in rows_of(text, "tfoot"))
    assert all(map(is_written, mean, mean_of_gradients(gradients)))
    assert all(map(is_written, full, full_gradient(argument.problem, theta)))
    assert [cell.removeprefix(ABOUT) for cell in mean] == [cell.removeprefix(ABOUT) for cell in full]


def _count_left_out(words: str) -> int:
    numbers = [int(found) for found in re.findall(r"\d+", words)]
    return numbers[-1] - numbers[0] + 1


def test_the_page_says_in_words_that_the_two_agree(case):
    _, contents = case
    words = unescape(re.sub("<.*?>", "", agreement(contents.numbers)))
    assert "gradient of the whole loss come from different formulas, and agree" in words
    one = contents.numbers["n_examples"] == 1
    assert words.startswith("The gradient of the one row" if one else "The mean of the gradients of the rows")


def test_the_page_says_so_where_the_two_do_not_agree(six):
    other = {**six.numbers, "full_gradient": [1.0, -0.70001]}
    assert "agree" not in agreement(other)
    assert f"1.0 · 10<sup>{MINUS}5</sup></span> apart." in agreement(other)


@pytest.mark.parametrize(
    ("center", "scale", "z"),
    [
        (400.0, 300.0, f"(x {MINUS} 400) / 300"),
        (-0.5, 0.2, "(x + 0.5) / 0.2"),
        (0.0, 10.0, "x / 10"),
        (7.0, 1.0, f"x {MINUS} 7"),
        (3e-7, 1e-7, f"(x {MINUS} 3 · 10{MINUS}7) / 1 · 10{MINUS}7"),
        (3 * 0.1, 1e12, f"(x {MINUS} 0.3) / 1 · 1012"),
        (1_234_560.0, 30.0, f"(x {MINUS} 1234560) / 30"),
    ],
)
def test_the_page_says_what_pictures_have_in_place_of_x(center, scale, z):
    words = re.sub("<.*?>", "", unit_note({"center": center, "scale": scale, "theta": [1.0, 2.0]}))
    assert f"drawn with z = {z} in place of x" in words
    assert "There θ = (1, 2)" in words.replace("\n", " ")


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1_234_567.0, -2.0], ["1234567", f"{MINUS}2"]),
        ([999_999_999.4, 0.5], ["999999999", "0"]),
        ([2.5e9, 1.0], ["2.5 · 10<sup>9</sup>", "1.0 · 10<sup>0</sup>"]),
        ([0.845, 1.805], ["0.845", "1.805"]),
    ],
)
def test_a_column_has_powers_of_ten_only_where_its_numbers_are_very_long(values, texts):
    assert [written(value, decimals_in_table(values)) for value in values] == texts


def test_where_pictures_are_drawn_with_x_itself_the_page_says_nothing_of_it():
    assert unit_note({"center": 0.0, "scale": 1.0, "theta": [1.0, 2.0]}) == ""


def test_rows_have_their_colours_from_the_cast(case):
    settings, contents = case
    text = text_of(contents)
    shown = argument_of(settings).lesson().shown
    classes = re.findall(r'<tr class="(row\S*)"><th scope="row"><i></i>(\d+)', text)
    coloured = {int(index) - 1: kind for kind, index in classes if kind != "row"}
    assert tuple(coloured) == tuple(shown)
    assert len(set(coloured.values())) == len(shown)


def test_a_page_is_whole_whatever_the_table(case):
    _, contents = case
    text = text_of(contents)
    assert text == text_of(contents)
    assert not re.search(
        r"\$\{?[a-z]|None|nan|inf\b|Html\(", re.sub(r"(?s)<(style|script)>.*?</\1>|data:[^\"]*", "", text)
    )
    for tag in ("section", "li", "ol", "ul", "tr", "td", "th", "p", "div", "span", "a", "picture", "details"):
        assert len(re.findall(rf"<{tag}[\s>]", text)) == text.count(f"</{tag}>"), tag


def test_what_is_filled_in_is_escaped_unless_it_is_html():
    assert as_html("""<a href="x">'&""") == "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;"
    assert as_html(Html("<b>")) == "<b>"
    assert "&lt;i&gt;" in fill("note-minimum.html", theta="<i>")
    with pytest.raises(KeyError):
        fill("note-minimum.html")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\u202eb\x00c\u200d", "abc"),
        ("$title ${x} {y}", "$title ${x} {y}"),
        ("x" * 61, "x" * 59 + "…"),
        ("</bdi><script>", "&lt;/bdi&gt;&lt;script&gt;"),
    ],
)
def test_a_name_of_a_user_stays_a_name(name, shown):
    assert name_of_a_user(name) == f"<bdi>{shown}</bdi>"


def test_the_key_follows_everything_that_the_page_shows(six, tmp_path):
    others = {
        "acts": [replace(six.acts[0], heading="Another"), *six.acts[1:]],
        "film": replace(six.film, files=[replace(file, sha256="0") for file in six.film.files]),
        "numbers": {**six.numbers, "risk": 1.0},
        "rows": {**six.rows, 1: 5},
        "names": ("six", "x", "z"),
        "figures": dict(list(six.figures.items())[1:]),
        "handouts": six.figures,
        "captions_shown": False,
    }
    assert others.keys() == {field.name for field in fields(Contents)}
    keys = [page_key(replace(six, **{name: value}), False) for name, value in others.items()]
    keys += [page_key(six, False), page_key(six, True)]
    assert len(set(keys)) == len(keys)
    assert page_key(replace(six), False) == page_key(six, False)


def test_a_page_without_figures_has_the_sentences_all_the_same(six):
    text = text_of(replace(six, figures={}))
    assert "<picture" not in text
    assert "poster=" not in text
    assert text.count('class="says"') == len(six.beats())


def test_addresses_hold_any_path_and_any_content(tmp_path):
    file = FileRecord("figures/dark/01-ü %/#?.svg", "0", 0)
    assert Beside().of(file) == "figures/dark/01-%C3%BC%20%25/%23%3F.svg"
    assert data_address(b"\x00<>", "png") == "data:image/png;base64,ADw+"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "1 kB"), (999, "1 kB"), (4_530_000, "4.5 MB"), (30_313_969, "30 MB")]
)
def test_sizes_are_said_as_people_say_them(count, words):
    assert megabytes(count) == words


def test_no_template_reaches_for_the_network():
    for path in FOLDER.iterdir():
        assert not re.search(r"https?:|//[a-z]+\.[a-z]|@import|url\(", path.read_text("utf-8")), path.name
