"""Formulas in words: the part of Typst's mathematics that the acts use, as one would read it aloud."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from scenes.notation import ABOUT, MINUS

TOKEN = re.compile(
    rf"""(?P<number>{MINUS}?\d+(\.\d+)?(e{MINUS}?\d+)?) | (?P<string>"[^"]*") | (?P<name>[A-Za-z]+(\.[a-z]+)*)
    | (?P<sign>\\/|\\|[-+={ABOUT},/()_^*&])""",
    re.VERBOSE,
)
GROUP = re.compile(r"\{\{\s*(.+?)\s*(?::\s*\w+\s*)?\}\}")
NAMES = {"theta": "theta", "ell": "ell"}
OPERATORS = {
    "+": "plus",
    "-": "minus",
    "=": "equals",
    "approx": "approximately equals",
    ABOUT: "approximately equals",
    "dot": "times",
    "\\/": "over",
    ",": ",",
}
RELATIONS = {OPERATORS[sign] for sign in ("=", "approx")}
APPLIED = {"nabla": "nabla", "partial": "partial"}
FUNCTIONS = {"L", "f"}
LAYOUT_ONLY = {"thin", "&"}
POWERS = {"2": "squared", "3": "cubed", "*": "star"}
FRACTIONS = {("1", "2"): "one half"}


class UnspokenError(ValueError):
    """A formula holds something that there are no words for yet."""


class Kind(Enum):
    """What a piece of a formula is to its neighbours."""

    NUMBER = auto()
    NAME = auto()
    BRACKET = auto()  # a parenthesis or a vector
    APPLIED = auto()  # nabla: to what follows
    OVER = auto()  # a sum: over what follows, "of" is said already
    OPERATOR = auto()


OPERANDS = (Kind.NUMBER, Kind.NAME, Kind.BRACKET)


@dataclass(frozen=True)
class Piece:
    """Words for a part of a formula."""

    words: str
    kind: Kind


def spoken(code: str) -> str:
    """A formula in words: ``nabla ell_i`` is "nabla ell sub i".

    Capital letters are called so: L sounds like ell.

    Parameters
    ----------
    code
        Typst mathematics, with or without the labels of its parts.

    Raises
    ------
    UnspokenError
        For anything that isn't known: better no film than one that is said wrongly.
    """
    return _Reader(code).all()


def spoken_lines(parts: Iterable[Any]) -> tuple[str, ...]:
    """In words, what parts on stage have to say; a line that begins with ``=`` goes on with the last one.

    Parameters
    ----------
    parts
        Each has ``codes``, the Typst mathematics of its lines, or members that have.
    """
    lines: list[str] = []
    for code in (code for part in parts for code in codes_of(part)):
        line = spoken(code)
        if lines and line.startswith(tuple(RELATIONS)):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return tuple(lines)


def codes_of(part: Any) -> list[str]:
    """Typst mathematics of each line of a part on stage."""
    codes = getattr(part, "codes", None)
    return [code for member in part for code in codes_of(member)] if codes is None else list(codes)


class _Reader:
    """Reads one formula from left to right."""

    def __init__(self, code: str) -> None:
        self.code = code
        # Parts that touch are set apart first: nabla and ell are two words.
        self.tokens = self._tokens(GROUP.sub(r"\1", code.replace("}}{{", "}} {{")))
        self.place = 0

    def _tokens(self, code: str) -> list[str]:
        tokens, rest = [], code.strip()
        while rest:
            found = TOKEN.match(rest)
            if found is None:
                raise self._unspoken(rest[0])
            tokens.append(found[0])
            rest = rest[found.end() :].lstrip()
        return tokens

    def all(self) -> str:
        pieces = self._pieces()
        if self._next() is not None:
            raise self._unspoken(self._next())
        return _joined(pieces)

    def _next(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _take(self) -> str:
        token = self._next()
        if token is None:
            raise self._unspoken("its end")
        self.place += 1
        return token

    def _expect(self, *tokens: str) -> None:
        for token in tokens:
            if self._take() != token:
                raise self._unspoken(f"no {token}")

    def _pieces(self) -> list[Piece]:
        """All pieces up to a closing bracket or the end."""
        pieces: list[Piece] = []
        while self._next() not in (None, ")", "bracket.r"):
            pieces += self._piece()
        if pieces and pieces[-1].kind is Kind.OPERATOR:
            raise self._unspoken(f"nothing after {pieces[-1].words}")
        return pieces

    def _piece(self) -> list[Piece]:
        token = self._next()
        if token in LAYOUT_ONLY:
            self._take()
            return []
        if token in OPERATORS:
            return [Piece(OPERATORS[self._take()], Kind.OPERATOR)]
        if token in ("\\", "quad"):  # a new line goes on; what stands apart explains
            self._take()
            return [Piece("," if token == "\\" else "with", Kind.OPERATOR)]
        if token == "inline":
            self._take()
            return self._within("(", ")")
        return [self._fraction()]

    def _fraction(self) -> Piece:
        """An operand, and over what it stands."""
        above = self._operand()
        if self._next() != "/":
            return above
        self._take()
        below = self._operand()
        if not {above.kind, below.kind} <= set(OPERANDS):
            raise self._unspoken("/")
        pair = (above.words, below.words)
        return Piece(FRACTIONS.get(pair, " over ".join(pair)), Kind.NUMBER)

    def _operand(self) -> Piece:
        if self._next() in ("(", "bracket.l"):
            return self._powered(self._parenthesis())
        token = self._take()
        if token in _CONSTRUCTS:
            return _CONSTRUCTS[token](self)
        if token in APPLIED:
            return Piece(APPLIED[token], Kind.APPLIED)
        if TOKEN.fullmatch(token)["number"]:  # type: ignore[index]
            return self._powered(Piece(_number(token), Kind.NUMBER))
        return self._name(token)

    def _name(self, token: str) -> Piece:
        """A letter or a word, with its indices; or a function of what follows."""
        is_text = token[0] == '"'
        words = token.strip('"') if is_text else NAMES.get(token) or _letter(token)
        if not words:
            raise self._unspoken(token)
        if self._next() != "(":
            return self._powered(self._indexed(Piece(words, Kind.NAME)))
        if not is_text and token not in FUNCTIONS:  # a product, or a function that isn't known?
            raise self._unspoken(f"{token}(")
        return Piece(f"{words} of {_bracketed(self._within('(', ')'), 'parenthesis')}", Kind.NAME)

    def _indexed(self, piece: Piece) -> Piece:
        if self._next() != "_":
            return piece
        self._take()
        return Piece(f"{piece.words} sub {self._script()}", piece.kind)

    def _powered(self, piece: Piece) -> Piece:
        if self._next() != "^":
            return piece
        self._take()
        power = self._script()
        of_ten = f"to the power of {power}"  # as numbers have it
        words = of_ten if piece.kind is Kind.NUMBER else POWERS.get(power, of_ten)
        return Piece(f"{piece.words} {words}", piece.kind)

    def _script(self) -> str:
        """What stands below or above: one letter or number."""
        if self._next() == "(":
            pieces = self._within("(", ")")
            if len(pieces) != 1 or pieces[0].kind not in OPERANDS:
                raise self._unspoken("an index or a power of several parts")
            return pieces[0].words
        token = self._take()
        found = TOKEN.fullmatch(token)
        if token != "*" and not (_letter(token) or (found and found["number"])):
            raise self._unspoken(token)
        return _letter(token) or (token if token == "*" else _number(token))

    def _parenthesis(self) -> Piece:
        """Brackets around a sum or a product; around two numbers they are a pair."""
        if self._next() == "bracket.l":
            return Piece(_enclosed(self._within("bracket.l", "bracket.r"), "bracket"), Kind.BRACKET)
        inside = self._within("(", ")")
        if "," not in [piece.words for piece in inside]:
            return Piece(_enclosed(inside, "parenthesis"), Kind.BRACKET)
        if [piece.words for piece in inside].count(",") != 1:
            raise self._unspoken("more than a pair")
        return Piece(f"the pair {_joined(inside)}", Kind.BRACKET)

    def _within(self, opening: str, closing: str) -> list[Piece]:
        self._expect(opening)
        pieces = self._pieces()
        self._expect(closing)
        if not pieces:
            raise self._unspoken(f"{opening}{closing}")
        return pieces

    def _hat(self) -> Piece:
        inside = self._within("(", ")")
        if len(inside) != 1 or " " in inside[0].words:
            raise self._unspoken("a hat over several parts")
        return self._powered(self._indexed(Piece(f"{inside[0].words} hat", Kind.NAME)))

    def _vector(self) -> Piece:
        return Piece(f"the vector {_joined(self._within('(', ')'))}", Kind.BRACKET)

    def _sum(self) -> Piece:
        self._expect("_")
        first = _joined(self._within("(", ")"))
        self._expect("^")
        return Piece(f"the sum from {first} to {self._script()} of", Kind.OVER)

    def _expectation(self) -> Piece:
        self._expect("(", "E", ")", "_")
        over = self._script()
        inside = self._within("bracket.l", "bracket.r")
        return Piece(f"the expectation over {over} of {_bracketed(inside, 'bracket')}", Kind.BRACKET)

    def _unspoken(self, what: str | None) -> UnspokenError:
        return UnspokenError(f"no words for {what} in the formula {self.code}")


_CONSTRUCTS = {
    "hat": _Reader._hat,
    "vec": _Reader._vector,
    "sum": _Reader._sum,
    "bb": _Reader._expectation,
}


def _letter(token: str) -> str:
    """A single letter's name; empty for anything else."""
    if len(token) != 1 or not token.isalpha():
        return ""
    return f"capital {token}" if token.isupper() else token


def _number(text: str) -> str:
    """Figures as they are, minus and a power of ten in words."""
    figures, _, power = text.partition("e")
    words = figures.replace(MINUS, "minus ")
    return f"{words} times 10 to the power of {power.replace(MINUS, 'minus ')}" if power else words


def _enclosed(pieces: Sequence[Piece], bracket: str) -> str:
    return f"open {bracket} {_joined(pieces)} close {bracket}"


def _bracketed(pieces: Sequence[Piece], bracket: str) -> str:
    """An argument: its brackets are said only where it would fall apart without them."""
    falls_apart = any(piece.kind is Kind.OPERATOR and piece.words != "," for piece in pieces)
    return _enclosed(pieces, bracket) if falls_apart else _joined(pieces)


def _joined(pieces: Sequence[Piece]) -> str:
    """Pieces one after the other, with a "times" where only their places say it."""
    words = ""
    for k, piece in enumerate(pieces):
        between = _between(pieces[k - 1], piece) if k else ""
        words += between + piece.words
    return words


def _between(left: Piece, right: Piece) -> str:
    if right.words == ",":
        return ""
    if left.kind is Kind.APPLIED and right.kind is Kind.BRACKET:
        return " of "
    if left.kind not in OPERANDS or right.kind is Kind.OPERATOR:
        return " "
    names = left.kind is Kind.NAME and right.kind in (Kind.NAME, Kind.APPLIED)
    return " " if names else " times "
