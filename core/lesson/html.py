"""The whole argument as a table in HTML, for a notebook."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

DIGITS = 6
"""Significant digits."""


def argument_as_html(numbers: dict[str, Any], x_name: str, y_name: str) -> str:
    """The table of what `lesson_as_dict` returns: a row per example, their means, the full gradient.

    Names of columns are escaped; there are no scripts, styles or colours in it.
    """
    head = ("row", x_name, y_name, "prediction", "loss", "gradient 0", "gradient 1")
    count = numbers["n_examples"]
    mean = (f"mean of {count}", "", "", "", *_rounded((numbers["risk"], *numbers["mean_of_gradients"])))
    full = ("full gradient", "", "", "", "", *_rounded(numbers["full_gradient"]))
    theta = ", ".join(_rounded(numbers["theta"]))
    caption = f"{numbers['model']} model, {numbers['loss']} loss, at theta = ({theta})"
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead>{_line(head, 'col')}</thead>"
        f"<tbody>{''.join(_examples(numbers['examples']))}</tbody>"
        f"<tfoot>{_line(mean, 'row')}{_line(full, 'row')}</tfoot></table>"
    )


def _examples(examples: Sequence[dict[str, Any]]) -> Iterable[str]:
    """A line an example, and dots where rows are left out; the last row never is."""
    last = 0
    for example in examples:
        if example["index"] != last + 1:
            yield _line(("…",), "row")
        last = example["index"]
        values = (example["x"], example["y"], example["prediction"], example["loss"], *example["gradient"])
        yield _line((str(last), *_rounded(values)), "row")


def _line(cells: Sequence[str], scope: str) -> str:
    """A row of a table: all cells name columns, or the first names the row."""
    heads = len(cells) if scope == "col" else 1
    names = "".join(f'<th scope="{scope}">{escape(cell)}</th>' for cell in cells[:heads])
    return f"<tr>{names}{''.join(f'<td>{escape(cell)}</td>' for cell in cells[heads:])}</tr>"


def _rounded(values: Iterable[float]) -> list[str]:
    return [f"{value:.{DIGITS}g}" if value else "0" for value in values]
