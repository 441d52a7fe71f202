"""The argument as a table: a row an example, then the mean of the gradients and the full gradient."""

from collections.abc import Sequence
from typing import Any

from scenes.notation import OF_DATA, SCIENTIFIC, decimals_for, in_words, same_decimals, write, write_about
from scenes.production.page.contents import Contents
from scenes.production.page.template import Html, fill, joined, name_of_a_user

# Relative size below which two results of the same sum are one number.
ROUNDING = 1e-12


def numbers_section(contents: Contents) -> Html:
    """Words, table, and what follows from it."""
    numbers = contents.numbers
    return fill(
        "numbers.html",
        names=_names(contents),
        theta=_pair(numbers["theta"]),
        rows=_rows(contents),
        mean=_mean_of(numbers["n_examples"]),
        risk=_beside(numbers["risk"], _column(numbers, "loss")),
        **_gradient_cells("mean", numbers["mean_of_gradients"], numbers),
        **_gradient_cells("full", numbers["full_gradient"], numbers),
        agreement=agreement(numbers),
        notes=joined(_notes(numbers), "\n"),
    )


def agreement(numbers: Any) -> str:
    """What the two last rows say to each other."""
    mean, full = numbers["mean_of_gradients"], numbers["full_gradient"]
    apart = max(abs(one - other) for one, other in zip(mean, full, strict=True))
    size = max(abs(part) for example in numbers["examples"] for part in (*example["gradient"], *full))
    who = "The mean of the gradients and the gradient of the whole"
    if apart == 0:
        return f"{who} come from different formulas, and agree to the last digit that the computer holds."
    if apart <= ROUNDING * size:
        rounding = f"they are {write(apart, SCIENTIFIC)} apart, which is rounding"
        return f"{who} come from different formulas, and agree: {rounding}."
    return f"{who} are {write(apart, SCIENTIFIC)} apart."


def _names(contents: Contents) -> Html:
    """What x and y are, where they are called something else."""
    _, x_name, y_name = contents.names
    called = [
        Html(f"<var>{letter}</var> is {name_of_a_user(name)}")
        for letter, name in (("x", x_name), ("y", y_name))
        if name != letter
    ]
    return Html(f"Here {joined(called, ' and ')}.") if called else Html()


def _rows(contents: Contents) -> Html:
    numbers = contents.numbers
    examples = numbers["examples"]
    decimals = {
        name: decimals_for(_column(numbers, name), OF_DATA) for name in ("x", "y", "prediction", "loss")
    }
    gradient = [decimals_for(_gradients(numbers, k)) for k in (0, 1)]
    rows, last = [], 0
    for example in examples:
        rows += [_left_out(last + 1, example["index"] - 1)] if example["index"] > last + 1 else []
        last = example["index"]
        rows.append(_row(example, decimals, gradient, contents.rows.get(last)))
    if last < numbers["n_examples"]:
        rows.append(_left_out(last + 1, numbers["n_examples"]))
    return joined(rows, "\n")


def _row(example: Any, decimals: dict[str, int], gradient: Sequence[int], slot: int | None) -> Html:
    cells = {name: write_about(example[name], places) for name, places in decimals.items()}
    parts = [write_about(part, places) for part, places in zip(example["gradient"], gradient, strict=True)]
    kind = "row" if slot is None else f"row-{slot}"
    return fill(
        "numbers-row.html", kind=kind, index=example["index"], first=parts[0], second=parts[1], **cells
    )


def _left_out(first: int, last: int) -> Html:
    words = f"row {first} left out" if first == last else f"rows {first} to {last} left out"
    return Html(f'<tr><td class="left-out" colspan="7">… {words}</td></tr>')


def _column(numbers: Any, name: str) -> list[float]:
    return [example[name] for example in numbers["examples"]]


def _gradients(numbers: Any, part: int) -> list[float]:
    return [example["gradient"][part] for example in numbers["examples"]]


def _gradient_cells(name: str, vector: Sequence[float], numbers: Any) -> dict[str, str]:
    return {f"{name}_{part}": _beside(vector[part], _gradients(numbers, part)) for part in (0, 1)}


def _beside(value: float, column: Sequence[float]) -> str:
    """A number as the column above it is written, and said to be rounded where it is."""
    return write_about(value, same_decimals(column, value))


def _mean_of(count: int) -> str:
    return "The one row" if count == 1 else f"Mean of the {in_words(count)} rows"


def _notes(numbers: Any) -> list[Html]:
    """What else there is to know."""
    best, drawn = numbers["minimizer"], numbers["drawn"]
    notes = [fill("note-minimum.html", theta=_pair(best)) if best else fill("note-no-minimum.html")]
    if (drawn["center"], drawn["scale"]) != (0, 1):
        center, scale = _plain(drawn["center"]), _plain(drawn["scale"])
        notes.append(fill("note-drawn.html", center=center, scale=scale, theta=_pair(drawn["theta"])))
    return notes


def _pair(values: Sequence[float]) -> str:
    """A point; what is rounding beside its other coordinate is 0."""
    size = max(map(abs, values))
    return f"({', '.join(_plain(0 if abs(value) < ROUNDING * size else value) for value in values)})"


def _plain(value: float) -> str:
    """A number by itself, four significant figures where it has more."""
    return write_about(value, decimals_for([value], OF_DATA))
