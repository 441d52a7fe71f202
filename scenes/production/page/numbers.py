"""The argument as a table: a row an example, then the mean of the gradients and the full gradient."""

from collections.abc import Mapping, Sequence
from typing import Any

from scenes.notation import SCIENTIFIC, in_words, is_exact
from scenes.production.page.contents import Contents
from scenes.production.page.template import LONGEST_WHOLE_NAME, Html, fill, joined, name_of_a_user
from scenes.production.page.units import unit_note
from scenes.production.page.writing import ROUNDING, about, decimals_in_table, point, written


def numbers_section(contents: Contents) -> Html:
    """Words, table, and what follows from it."""
    numbers = contents.numbers
    columns, results = _columns(numbers), _results(numbers)
    decimals = {
        name: decimals_in_table([*column, *results.get(name, {}).values()])
        for name, column in columns.items()
    }
    rounded = not all(is_exact(column, decimals[name]) for name, column in columns.items())
    return fill(
        "numbers.html",
        names=_names(contents),
        theta=point(numbers["theta"]),
        rows=_rows(contents, columns, decimals),
        mean=_mean_of(numbers["n_examples"]),
        agreement=agreement(numbers),
        notes=joined(_notes(numbers, rounded), "\n"),
        **{
            place: about(value, decimals[name])
            for name, values in results.items()
            for place, value in values.items()
        },
    )


def agreement(numbers: Mapping[str, Any]) -> Html:
    """What the two last rows say to each other."""
    mean, full = numbers["mean_of_gradients"], numbers["full_gradient"]
    apart = max(abs(one - other) for one, other in zip(mean, full, strict=True))
    size = max(abs(part) for example in numbers["examples"] for part in (*example["gradient"], *full))
    one = numbers["n_examples"] == 1
    who = "The gradient of the one row" if one else "The mean of the gradients of the rows"
    name = "equal" if apart == 0 else "rounding" if apart <= ROUNDING * size else "apart"
    return fill(f"agreement-{name}.html", who=who, apart=written(apart, SCIENTIFIC))


def _columns(numbers: Mapping[str, Any]) -> dict[str, list[float]]:
    """The columns of the table, by what the row's template calls them."""
    examples = numbers["examples"]
    columns = {name: [one[name] for one in examples] for name in ("x", "y", "prediction", "loss")}
    parts = {"first": 0, "second": 1}
    return columns | {name: [one["gradient"][part] for one in examples] for name, part in parts.items()}


def _results(numbers: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """What stands below a column, by its place in the template."""
    mean, full = numbers["mean_of_gradients"], numbers["full_gradient"]
    return {
        "loss": {"risk": numbers["risk"]},
        "first": {"mean_0": mean[0], "full_0": full[0]},
        "second": {"mean_1": mean[1], "full_1": full[1]},
    }


def _names(contents: Contents) -> Html:
    """What x and y are, where they are called something else."""
    _, x_name, y_name = contents.names
    called = [
        Html(f"<var>{letter}</var> is {name_of_a_user(name, LONGEST_WHOLE_NAME)}")
        for letter, name in (("x", x_name), ("y", y_name))
        if name != letter
    ]
    return Html(f"Here {joined(called, ' and ')}.") if called else Html()


def _rows(contents: Contents, columns: Mapping[str, Sequence[float]], decimals: Mapping[str, int]) -> Html:
    rows, last = [], 0
    for place, example in enumerate(contents.numbers["examples"]):
        index = example["index"]
        rows += [_left_out(last + 1, index - 1)] if index > last + 1 else []
        cells = {name: written(column[place], decimals[name]) for name, column in columns.items()}
        slot = contents.rows.get(index)
        kind = "row" if slot is None else f"row-{slot}"
        rows.append(fill("numbers-row.html", kind=kind, index=index, **cells))
        last = index
    if last < contents.numbers["n_examples"]:
        rows.append(_left_out(last + 1, contents.numbers["n_examples"]))
    return joined(rows, "\n")


def _left_out(first: int, last: int) -> Html:
    words = f"row {first} left out" if first == last else f"rows {first} to {last} left out"
    return fill("numbers-gap.html", words=words)


def _mean_of(count: int) -> str:
    return f"Mean of the {in_words(count)} {'row' if count == 1 else 'rows'}"


def _notes(numbers: Mapping[str, Any], rounded: bool) -> list[Html]:
    """What else there is to know."""
    best = numbers["minimizer"]
    smallest = fill("note-minimum.html", theta=point(best)) if best else fill("note-no-minimum.html")
    rounding = fill("note-rounded.html") if rounded else Html()
    return list(filter(None, (smallest, unit_note(numbers["drawn"]), rounding)))
