"""Random tables and settings, most of them nearly right: what fuzzing throws at the reading."""

from collections.abc import Callable, Sequence
from random import Random

from corpus import FOLDER

NUMBERS = ["1", "-2.5", "+3.", ".5e-3", "4E+2", "0", "-0", "1e308", "5e-324", "0.1", "123456789012345678901"]
NUMBERS += ["2.2250738585072011e-308", "9007199254740993", "1.7976931348623157e308", "-3.5", "40", "007"]
TAME = ["1", "2", "-2.5", "0.1", "40", "-3.5", "0", "+7.", "1000", "3", "3", ".25"]
NOT_NUMBERS = [
    "",
    "NA",
    "nan",
    "inf",
    "1e309",
    "1,5",
    "1,000",
    "0x10",
    "1_0",
    "\uff11",
    "\u22121",
    "--1",
    "1e",
    ".",
    "1 2",
]
NOT_NUMBERS += [
    "\x1b[31m",
    "\u202e1",
    '"',
    "'",
    "=1+1",
    "1\x0b",
    "1\u00a0",
    "\ufeff1",
    "1\x1c",
    "1\u2028",
    "1\x85",
]
NAMES = [
    "x",
    "y",
    "x",
    "y",
    "dose",
    "größe",
    "👍",
    "a" * 300,
    "",
    " x ",
    "1",
    '#"',
    "<b>",
    "\x07",
    "\u200f",
    "[red]",
]
DELIMITERS = [*",,,,,,;;\t\t", "|"]
LINE_ENDS = [*["\n", "\r\n"] * 5, "\r", "\r", "\n\n", "\u2028"]
BYTES = [
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b'"',
    b"\r",
    b"\n",
    b",",
    b";",
    b"\xef\xbb\xbf",
    b" ",
    b"\xc3",
    b"1" * 70,
]
RIGHT = {
    "data": ['"six"', "'norris'", '"""x.csv"""'],
    "x": ['"x"', '"größe"'],
    "y": ['"y"', '"a\\u001bb"'],
    "model": ['"affine"'],
    "loss": ['"half-squared"'],
    "theta": ["[1, 2]", "[-1.5, 2e1]", '["1", "2"]', '"1,2"'],
    "theme": ['"dark"', '"light"'],
    "out": ['"media"', '"a b"'],
    "quality": ['"draft"', '"4k"'],
    "captions": ['"shown"', '"track"'],
    "jobs": ["1", "2", "'3'"],
}
WRONG = [
    "0",
    "-1",
    "1.5",
    "inf",
    "nan",
    "[1, inf]",
    "[1]",
    "true",
    "{a = 1}",
    "1979-05-27",
    "07:32:00",
    "[[]]",
    '""',
]
WRONG += [
    "0x" + "f" * 300,
    "1e400",
    "[0xffffffffffffffffffffffff, 1]",
    "dark",
    "[1, 2, 3]",
    '"\\u0007"',
    "1" * 400,
]
KEYS = [*RIGHT, *RIGHT, "dta", "a.b", '"\\u001b"']
SEEDS = {
    kind: [path.read_bytes() for folder in folders for path in sorted((FOLDER / folder).iterdir())]
    for kind, folders in {"tables": ("same", "accepted", "refused"), "settings": ("settings",)}.items()
}


def table(random: Random) -> bytes:
    """A CSV file, in a few of many ways not quite one."""
    if random.random() < 0.2:
        return mutated(random, random.choice(SEEDS["tables"]))
    content = _written(random)
    return mutated(random, content) if random.random() < 0.3 else content


def settings(random: Random) -> bytes:
    """A ``lecture.toml``, likewise."""
    if random.random() < 0.2:
        return mutated(random, random.choice(SEEDS["settings"]))
    lines = [_setting(random, key) for key in random.sample(KEYS, random.randint(0, 4))]
    last = random.choice(["", "", "", "# note", "[table]", "x"])
    content = "\n".join([*lines, last]).encode()
    return mutated(random, content) if random.random() < 0.3 else content


def _setting(random: Random, key: str) -> str:
    values = RIGHT.get(key, WRONG) if random.random() < 0.8 else WRONG
    return f"{key} = {random.choice(values)}"


def mutated(random: Random, content: bytes) -> bytes:
    """The content with one to three bytes or stretches changed, lost, doubled or put in."""
    for _ in range(random.randint(1, 3)):
        start = random.randint(0, len(content))
        end = min(len(content), start + random.choice([0, 1, 1, 2, 8]))
        stretch = content[start:end]
        change: Callable[[], bytes] = random.choice(
            [
                lambda: b"",
                lambda: random.choice(BYTES),
                lambda piece=stretch: piece * 2,
                lambda: bytes([random.randint(0, 255)]),
            ]
        )
        content = content[:start] + change() + content[end:]
    return content


def _written(random: Random) -> bytes:
    delimiter, line_end = random.choice(DELIMITERS), random.choice(LINE_ENDS)
    width, n_rows = random.choice([2, 2, 2, 2, 3, 4, 1]), random.choice([1, 2, 3, 6, 40, 40, 0])
    badness = random.choice([0, 0, 0, 0, 0.02, 0.3])
    quoting = random.choice([0, 0, 0.2, 1])
    names = ["x", "y", "z", "w"][:width] if random.random() < 0.8 else _some(random, NAMES, width)
    numbers = random.choice(
        [NUMBERS, TAME, TAME, [f"{number}e{random.randint(-160, 160)}" for number in TAME]]
    )
    rows = [names]
    for _ in range(n_rows):
        cells = [random.choice(NOT_NUMBERS if random.random() < badness else numbers) for _ in range(width)]
        rows.append(cells[: random.randint(0, width)] if random.random() < badness / 3 else cells)
    text = line_end.join(delimiter.join(_cell(random, cell, quoting) for cell in row) for row in rows)
    return (random.choice(["", "", "\ufeff"]) + text + random.choice(["", line_end])).encode()


def _some(random: Random, choices: Sequence[str], count: int) -> list[str]:
    return [random.choice(choices) for _ in range(count)]


def _cell(random: Random, cell: str, quoting: float) -> str:
    if random.random() < quoting:
        return '"' + cell.replace('"', '""') + '"'
    blank = random.choice(["", "", "", " ", "\t"]) if quoting else ""
    return blank + cell + blank
