"""What colours, sizes, strokes and paces mean. Acts and parts name roles, never values.

Lengths are in units of a frame that is 8 high; strokes are Manim's stroke widths; times are in seconds.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """Colours by role, for one background.

    ``rows`` colours what belongs to a row of the table (line, dot, arrow); ``row_texts`` colours
    its numbers, where a row's own colour may be too light to read on the background.
    """

    name: str
    background: str
    ink: str  # the whole data: theta, mean, full gradient, captions
    quiet: str  # headings, labels, axes
    line: str  # level lines and rims
    faint: str  # decoration that no statement rests on
    rows: tuple[str, ...]
    row_texts: tuple[str, ...]
    relief: tuple[str, str]  # fill of a loss surface, low to high: dark enough to carry arrows
    underside: str  # a surface seen from below


DARK = Theme(
    name="dark",
    background="#111318",
    ink="#F4F1EA",
    quiet="#A3A8B1",
    line="#8A8F98",
    faint="#3A3F47",
    rows=("#009988", "#56B4E9", "#99DDFF", "#EEDD88", "#E69F00", "#D55E00"),
    row_texts=("#009988", "#56B4E9", "#99DDFF", "#EEDD88", "#E69F00", "#D55E00"),
    relief=("#141A22", "#1F4C60"),
    underside="#0E171E",
)

LIGHT = Theme(
    name="light",
    background="#FFFFFF",
    ink="#1A1C20",
    quiet="#5F6570",
    line="#5D636E",
    faint="#D5D8DD",
    rows=("#233278", "#3B51D3", "#4390EE", "#9A932D", "#855831", "#5C2B13"),
    row_texts=("#233278", "#3B51D3", "#1A1C20", "#1A1C20", "#855831", "#5C2B13"),
    relief=("#FFFFFF", "#E3F1F8"),
    underside="#EFF4F7",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


@dataclass(frozen=True)
class Sizes:
    """Cap heights of text and sizes of marks."""

    caption: float = 0.29
    formula: float = 0.30
    big_formula: float = 0.40
    heading: float = 0.25
    label: float = 0.22
    number: float = 0.22
    index: float = 0.21
    dot: float = 0.075
    theta: float = 0.10
    bead: float = 0.10


@dataclass(frozen=True)
class Strokes:
    """Line widths."""

    rim: float = 2.0
    level: float = 1.8
    fine: float = 1.1
    axis: float = 1.6
    valley: float = 5.0
    model: float = 5.0
    residual: float = 4.0
    thin: float = 1.2
    mark: float = 2.4


@dataclass(frozen=True)
class Pace:
    """Run times of a stage of motion, and what reading takes."""

    blink: float = 0.4
    brisk: float = 0.8
    steady: float = 1.2
    slow: float = 1.5
    link: float = 0.8
    walk: float = 4.0
    settle: float = 0.5  # nothing moves while a caption is new
    breath: float = 0.3
    question: float = 2.0
    slide: float = 2.0  # the last still of an act
    per_word: float = 1 / 3
    read_at_least: float = 2.5
    read_beside: float = 1.0
    most_characters_a_second: float = 17
    most_words_a_minute: float = 160
    per_formula: float = 1.5


@dataclass(frozen=True)
class Layout:
    """Where things stand: the frame is 8 high and 128/9 wide, a margin of 5 % stays empty."""

    left: float = -6.4
    right: float = 6.4
    top: float = 3.6
    bottom: float = -3.6
    heading_y: float = 3.42
    caption_y: float = -3.2
    caption_leading: float = 0.5
    caption_columns: int = 42


SIZE = Sizes()
STROKE = Strokes()
PACE = Pace()
LAYOUT = Layout()
