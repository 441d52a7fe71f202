"""CSV files: what is accepted gives the plain file's numbers, what isn't is named by its place."""

import contextlib
import csv
import os

import pytest

from core import Dataset, DatasetError, Place
from core.reading import lines, place_of_row
from core.reading.columns import MOST_COLUMNS

NOBODY = 65534  # the user "nobody", by number
PLAIN = "x,y\n1,2\n-3.5,4e1\n"


def read(tmp_path, content, **names):
    path = tmp_path / "data.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Dataset.read_csv(path, **names)


def error(tmp_path, content, **names):
    """The error's one line, with the folder taken off."""
    with pytest.raises(DatasetError) as caught:
        read(tmp_path, content, **names)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    assert message.startswith(str(caught.value.place))
    return message.removeprefix(f"{tmp_path}{os.sep}")


@pytest.mark.parametrize(
    ("header", "names", "chosen"),
    [
        ("x,y,z", {}, ("x", "y")),
        ("z,y,x", {}, ("x", "y")),
        ("dose,effect", {}, ("dose", "effect")),
        ("dose,x", {}, ("x", "dose")),
        ("y,dose", {}, ("dose", "y")),
        ("x,y,z", {"x": "z"}, ("z", "y")),
        ("x,y,z", {"y": "z"}, ("x", "z")),
        ("x,y", {"x": "y", "y": "x"}, ("y", "x")),
        ("dose,effect", {"x": "effect"}, ("effect", "dose")),
        ("dose,effect", {"y": "dose"}, ("effect", "dose")),
        ("a,b,c", {"x": "c", "y": "a"}, ("c", "a")),
        ("größe,👍", {"x": "👍"}, ("👍", "größe")),
        ('"$ # _ < @ \\ ""q"" z",y', {}, ('$ # _ < @ \\ "q" z', "y")),
        ("x" * 300 + ",y", {}, ("x" * 300, "y")),
    ],
)
def test_columns_are_those_named_else_x_and_y_else_the_only_two(tmp_path, header, names, chosen):
    count = header.count(",") + 1
    table = read(tmp_path, header + "\n" + ",".join(str(i) for i in range(count)) + "\n", **names)
    assert (table.x_name, table.y_name) == chosen
    plain = [name.strip('"').replace('""', '"') for name in header.split(",")]
    assert (table.x[0], table.y[0]) == (plain.index(chosen[0]), plain.index(chosen[1]))


def test_lines_are_counted_through_quoted_line_ends(tmp_path):
    assert error(tmp_path, 'note,x,y\n"two\nlines",1,2\n,3,NA\n').startswith('data.csv:4:3 (y): "NA"')


def test_names_and_cells_in_messages_are_visible_short_and_on_one_line(tmp_path):
    message = error(tmp_path, 'x,y\n1,"a\nb\u202e\x1b[31m' + "c" * 300 + '"\n')
    assert "\x1b" not in message
    assert "\u202e" not in message
    assert len(message) < 130


def test_a_column_that_is_not_there_is_answered_with_the_names(tmp_path):
    assert error(tmp_path, PLAIN, x="z") == 'data.csv:1: no column "z"; there are "x", "y"'
    assert error(tmp_path, PLAIN, x="y", y="y") == 'data.csv:1:2: x and y are both "y"; name two columns'


@contextlib.contextmanager
def plain_user():
    """Be somebody whom permissions bind, also where the tests run as root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(PLAIN)
    path.chmod(0)
    with plain_user(), pytest.raises(DatasetError, match="permission denied"):
        Dataset.read_csv(path)


def test_a_hundred_thousand_rows_load(tmp_path):
    content = "x,y\n" + "\n".join(f"{i / 7},{i * 3}" for i in range(100_000))
    table = read(tmp_path, content)
    assert table.x[-1] == 99_999 / 7


def test_the_place_of_a_row_is_the_line_that_it_begins_in(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text('x,note,y\n1,a,2\n3,"two\nlines",4\n5,b,6\n')
    places = [place_of_row(path, row) for row in range(3)]
    assert [place.line for place in places] == [2, 3, 5]
    assert {(place.file, place.column, place.name) for place in places} == {(str(path), None, None)}
    assert str(place_of_row(path, 2, "y")) == f"{path}:5:3 (y)"
    with pytest.raises(DatasetError, match=r"data\.csv: no row 4"):
        place_of_row(path, 3)


def test_a_cell_that_is_longer_than_csv_takes_is_named_as_that(tmp_path):
    long = "1" * (csv.field_size_limit() + 1)
    message = error(tmp_path, f"x,y\n1,2\n3,{long}\n")
    assert message == f"data.csv:3: a cell of more than {csv.field_size_limit()} characters; write a number"
    assert "characters; write a number" in error(tmp_path, f"x,{long}\n1,2\n")


def test_text_behind_a_closing_quote_is_told_in_the_header_too(tmp_path):
    remedy = "text behind a closing quote; double the quotes inside of a cell"
    assert error(tmp_path, 'x,"y"z\n1,2\n') == f"data.csv:1: {remedy}"
    assert error(tmp_path, 'x,y\n1,"2"3\n') == f"data.csv:2: {remedy}"


def test_a_row_with_too_many_fields_behind_another_delimiter_than_the_comma(tmp_path):
    assert (
        error(tmp_path, "x;y\n1;2\n3;4;5\n")
        == "data.csv:3: 3 fields, expected 2; quote cells that hold the delimiter"
    )


def test_a_path_that_can_be_none_is_no_file():
    with pytest.raises(DatasetError, match="no such file; check the path"):
        Dataset.read_csv("a\0b.csv")


def test_a_place_without_a_file_is_its_name():
    assert str(Place(name="--theta")) == "--theta"
    assert str(Place()) == ""


def test_more_columns_than_a_table_can_have_are_told_in_the_header(tmp_path):
    content = ",".join(f"c{i}" for i in range(MOST_COLUMNS + 1)) + "\n"
    complaint = f"{MOST_COLUMNS + 1} columns; at most {MOST_COLUMNS} are read; remove columns"
    assert error(tmp_path, content) == f"data.csv:1: {complaint}"


def test_a_row_may_have_as_many_characters_as_are_read_but_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "LONGEST", 20)
    content = 'x,y,note\n1,2,""\n3,4,"{}\n"\n'
    assert read(tmp_path, content.format("a" * (20 - len('3,4,"\n"\n')))).x.tolist() == [1, 3]
    longer = content.format("a" * (21 - len('3,4,"\n"\n')))
    assert error(tmp_path, longer) == "data.csv:3: a row of more than 20 characters; close its quotes"


def test_a_line_that_never_ends_is_told_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "LONGEST", 20)
    complaint = "a line of more than 20 characters; write a row on each line"
    assert error(tmp_path, "x,y\n" + "1" * 2 * lines.BLOCK) == f"data.csv:2: {complaint}"


@pytest.mark.parametrize("blank", ["\xa0", "\u2003", "\v", "\f"])
def test_no_other_blanks_than_spaces_and_tabs_are_taken_off(tmp_path, blank):
    assert read(tmp_path, "x,y\n \t1\t ,2\n").x.tolist() == [1]
    assert "is not a number" in error(tmp_path, f"x,y\n{blank}1,2\n")
