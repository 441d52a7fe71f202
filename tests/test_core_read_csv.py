"""CSV files: what is accepted gives the plain file's numbers, what isn't is named by its place."""

import contextlib
import os

import pytest

from core import Dataset, DatasetError, Place

NOT_NUMBERS = [
    "NA",
    "nan",
    "inf",
    "-inf",
    "text",
    "0x10",
    "1_000",
    "1e",
    "1e5.0",
    ".",
    "+-1",
    "1.2.3",
    "1\u00a02",
]
NOT_NUMBERS += ["\u0661\u0662", "\uff11\uff12", "\u22121", "\u00bd"]  # digits and a minus that aren't ASCII
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
    "content",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.rstrip(),
        PLAIN + "\n\n  \n",
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        '"x","y"\n"1","2"\n"-3.5","4e1"\n',
        " x , y \n 1 , 2 \n -3.5 ,\t+40. \n",
        ' x, "y"\n1, "2"\n-3.5, "40"\n',
        "x,y\n1.,.2e+1\n-35E-1,0040\n",
        "y,x\n2,1\n4e1,-3.5\n",
        "a,y,x,b\nred,2,1,\n,4e1,-3.5,1\n",
        '"x";"y"\n"1";2\n-3.5;40',
        "\u200fx\u200e,y\x07\n1,2\n-3.5,40\n",
    ],
)
def test_what_is_accepted_gives_the_plain_numbers(tmp_path, content):
    table = read(tmp_path, content)
    assert (table.x.tolist(), table.y.tolist()) == ([1, -3.5], [2, 40])
    assert (table.x_name, table.y_name) == ("x", "y")


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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "data.csv: empty; it needs a header and at least one row"),
        ("\n\n", "data.csv: empty; it needs a header and at least one row"),
        (b"\xef\xbb\xbf", "data.csv: empty; it needs a header and at least one row"),
        ("x,y\n", "data.csv:1: no rows; the mean of no gradients is undefined"),
        ("x,y\n1,2\n1,5,6\n", "data.csv:3: 3 fields, expected 2; quote a cell that holds a delimiter"),
        ("x,y\n1\n", "data.csv:2: 1 field, expected 2; fill in the row"),
        ("x,y\n1,2\n\n3,4\n", "data.csv:3: empty line; remove it"),
        ('x,y\n1,2\n"3,4\n5,6\n', "data.csv:3: the quote opened here is never closed; close it"),
        ('x,y\n1,"2"2\n', "data.csv:2: text behind a closing quote; double the quotes inside of a cell"),
        ("x\n1\n", 'data.csv:1: one column, "x"; it needs one for x and one for y'),
        ("1,2\n3,4\n", 'data.csv:1: no header, only numbers ("1", "2"); name the columns in the first line'),
        ("x,y,x\n1,2,3\n", 'data.csv:1:3: "x" also names column 1; rename one (the names are "x", "y", "x")'),
        ("x,,y\n1,2,3\n", 'data.csv:1:2: no name for this column; the names are "x", "", "y"'),
        ("a,b,c\n1,2,3\n", 'data.csv:1: no column "x"; name it among "a", "b", "c"'),
        ("x,b,c\n1,2,3\n", 'data.csv:1: no column "y"; name it among "x", "b", "c"'),
        (b"\xff\xfex\0,\0y\0", "data.csv:1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"x,y\n1,2\n\xe9,3\n", "data.csv:3: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfx,y\n\xe9,3\n", "data.csv:2: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"x,y\n1,\x002\n", "data.csv:2: byte 0x00 is not UTF-8; save the file as UTF-8"),
        (b"\x1f\x8b\x08\x00", "data.csv:1: byte 0x8b is not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_bad_file_is_named_by_its_place(tmp_path, content, message):
    assert error(tmp_path, content) == message


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", "no value; fill it in or remove the row"),
        ("1,5", '"1,5" is not a number; use a point'),
        ("1e309", '"1e309" overflows double precision; rescale the column'),
        ("-1e400", '"-1e400" overflows double precision; rescale the column'),
    ]
    + [(cell, f'"{cell}" is not a number; write it in digits or remove the row') for cell in NOT_NUMBERS],
)
def test_a_cell_that_is_not_a_number_is_named_with_its_column(tmp_path, cell, problem):
    assert error(tmp_path, f'x,y\n1,2\n3,"{cell}"\n') == f"data.csv:3:2 (y): {problem}"


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


def test_paths_that_are_not_regular_files(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    problems = {
        tmp_path / "missing.csv": "no such file",
        tmp_path: "is a folder",
        tmp_path / "fifo": "not a regular file",
        tmp_path / "a\0b": "no such file",
    }
    for path, problem in problems.items():
        with pytest.raises(DatasetError, match=problem) as caught:
            Dataset.read_csv(path)
        assert caught.value.place == Place(os.fspath(path))


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
