"""Contrast of every role of both themes, by the formula of WCAG 2.2."""

from dataclasses import fields

import pytest

from scenes.parts.loss_surface import FAINTEST_LINE
from scenes.theme import THEMES, Theme

TEXT, GRAPHICS = 4.5, 3.0
TEXT_ROLES = ("ink", "quiet", "row_texts")
GRAPHIC_ROLES = ("line", "rows")
# Exempt by name, with the reason.
EXEMPT = {
    "name": "not a colour",
    "background": "what the others stand on",
    "faint": "decoration that no statement rests on",
    "relief": "a fill: lines and marks on it carry what is said, and are tested against it",
    "underside": "a fill, as relief",
}
Channels = tuple[float, float, float]


def channels(colour: str) -> Channels:
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return red, green, blue


def luminance(colour: Channels) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Channels, second: Channels) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def seen_through(colour: Channels, background: Channels, opacity: float) -> Channels:
    red, green, blue = (opacity * c + (1 - opacity) * b for c, b in zip(colour, background, strict=True))
    return red, green, blue


def colours_of(theme: Theme, role: str) -> tuple[str, ...]:
    value = getattr(theme, role)
    return (value,) if isinstance(value, str) else value


def cases(roles) -> list:
    return [
        pytest.param(theme, colour, id=f"{theme.name} {role} {colour}")
        for theme in THEMES.values()
        for role in roles
        for colour in colours_of(theme, role)
    ]


def test_the_formula_gives_the_known_ratios():
    black, white = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(channels("#767676"), white) == pytest.approx(4.54, abs=0.005)


def test_every_role_is_tested_or_exempt_by_name():
    roles = {field.name for field in fields(Theme)}
    assert roles == {*TEXT_ROLES, *GRAPHIC_ROLES, *EXEMPT}


@pytest.mark.parametrize(("theme", "colour"), cases(TEXT_ROLES))
def test_text_is_readable(theme, colour):
    assert contrast(channels(colour), channels(theme.background)) >= TEXT


@pytest.mark.parametrize(("theme", "colour"), cases(GRAPHIC_ROLES))
def test_graphics_are_visible(theme, colour):
    assert contrast(channels(colour), channels(theme.background)) >= GRAPHICS


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_faintest_level_line_is_visible(theme):
    background = channels(theme.background)
    line = seen_through(channels(theme.line), background, FAINTEST_LINE)
    assert contrast(line, background) >= GRAPHICS


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_ink_is_visible_on_every_fill(theme):
    for fill in (*theme.relief, theme.underside):
        assert contrast(channels(theme.ink), channels(fill)) >= GRAPHICS


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_each_row_has_a_colour_of_its_own_that_ink_never_is(theme):
    assert len({*theme.rows, theme.ink, theme.quiet, theme.line}) == len(theme.rows) + 3
    assert len(theme.rows) == len(theme.row_texts)
