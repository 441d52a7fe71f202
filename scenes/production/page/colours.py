"""The page's style sheet, with the colours of the film's themes."""

from string import Template

from scenes.production.page.template import plain
from scenes.theme import DARK, LIGHT, THEMES, Theme

ROLES = ("background", "ink", "quiet", "line", "faint")


def style(film_theme: str) -> str:
    """The style sheet of a page whose film is in this theme."""
    return Template(plain("page.css")).substitute(
        light=_roles(LIGHT), dark=_roles(DARK), film=_roles(THEMES[film_theme]), rows=_row_classes()
    )


def icon() -> str:
    """An arrow in the theme's ink, as SVG: the mark of the page in a browser's tab."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="6" fill="{DARK.background}"/>'
        f'<path d="M6 10 22 24" stroke="{DARK.ink}" stroke-width="4"/>'
        f'<path d="m27 28.500-10.500-2 7.500-8.500z" fill="{DARK.ink}"/></svg>'
    )


def _roles(theme: Theme) -> str:
    """Custom properties of a theme."""
    named = [f"--{role}: {getattr(theme, role)};" for role in ROLES]
    for slot in range(len(theme.rows)):
        named += [f"--row-{slot}: {theme.rows[slot]};", f"--row-text-{slot}: {theme.row_texts[slot]};"]
    return " ".join(named)


def _row_classes() -> str:
    """A class a slot of the cast: its colour, and that of its numbers."""
    return "\n".join(
        f".row-{slot} i {{ background: var(--row-{slot}) !important; }}\n"
        f".row-{slot} :is(th, .of-data) {{ color: var(--row-text-{slot}); }}"
        for slot in range(len(DARK.rows))
    )
