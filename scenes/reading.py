"""How captions are read: how much of one stands at a time, in which lines, and for how long."""

import math
from collections.abc import Sequence

from scenes.theme import LAYOUT, PACE

AT_A_STOP = 8  # characters that a break after a stop may cost
ENDS = (".", "?", "!")
STOPS = (*ENDS, ",", ":", ";")


def lines_of(text: str, columns: int = LAYOUT.caption_columns) -> list[str]:
    """Break a sentence into at most two lines of even length.

    A sentence that fits stands on one line; of two, the break that makes the longer one shortest is
    taken, after a stop where that costs little. Neither is longer than ``columns`` where there is
    such a break: in what `parts_of` gives there is.
    """
    if len(text) <= columns:
        return [text]
    words = text.split(" ")  # not at the thin spaces within numbers
    breaks = [[" ".join(words[:k]), " ".join(words[k:])] for k in range(1, len(words))] or [[text]]
    fitting = [lines for lines in breaks if max(map(len, lines)) <= columns]
    return min(fitting or breaks, key=_cost)


def parts_of(text: str, columns: int = LAYOUT.caption_columns) -> list[str]:
    """What stands at a time: all of a sentence, or of a long one as much as two lines hold.

    A part ends with a sentence, or else at a comma, rather than in the middle: if it is then no less
    than half full.
    """
    words = [piece for word in text.split(" ") for piece in _pieces(word, columns)]
    parts = []
    while words:
        most = max(k for k in range(1, len(words) + 1) if _fits(words[:k], columns))
        taken = most if most == len(words) else _last_stop(words[:most], columns)
        parts.append(" ".join(words[:taken]))
        words = words[taken:]
    return parts


def frames_to_read(text: str, rate: float) -> int:
    """Frames for which a caption has to stand so that its characters and words aren't too fast."""
    seconds = max(
        len(text) / PACE.most_characters_a_second, 60 * len(text.split()) / PACE.most_words_a_minute
    )
    return math.ceil(seconds * rate - 1e-9)


def _cost(lines: Sequence[str]) -> int:
    """What a break costs: the longer line's length, less a bonus after a stop."""
    return max(map(len, lines)) - AT_A_STOP * lines[0].endswith(STOPS)


def _fits(words: Sequence[str], columns: int) -> bool:
    lines = lines_of(" ".join(words), columns)
    return max(map(len, lines)) <= columns


def _last_stop(words: Sequence[str], columns: int) -> int:
    """How many of the words go up to the best place to stop; all where there is none."""
    enough = [k for k in range(1, len(words) + 1) if len(" ".join(words[:k])) >= columns]
    for stops in (ENDS, STOPS):
        if found := [k for k in enough if words[k - 1].endswith(stops)]:
            return found[-1]
    return len(words)


def _pieces(word: str, columns: int) -> list[str]:
    """A word, cut where it is longer than a line."""
    return [word[k : k + columns] for k in range(0, len(word), columns)] or [word]
