"""Cairo's SVG made smaller, and made to tell what it shows."""

import re
from xml.sax.saxutils import escape

# What holds in SVG anyway.
DEFAULTS = (
    "stroke:none;",
    "fill-rule:nonzero;",
    "fill-opacity:1;",
    "stroke-opacity:1;",
    "stroke-linecap:butt;",
    "stroke-linejoin:miter;",
)
# Decimals of a pixel of 1920, and of a unit of the frame, which is 135 of them.
OF_PIXELS, OF_UNITS = 2, 4
_NUMBER = re.compile(r"-?\d+\.\d+")
_COLOR = re.compile(r"rgb\(([\d.]+)%, ?([\d.]+)%, ?([\d.]+)%\)")
_PATH = re.compile(r' d="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_REFERENCE = re.compile(r'#([\w-]+)(?=[)"])')
_MASK = re.compile(
    r"""<mask\ id="([^"]*)">\s*<g\ filter="url\(\#alpha\)">\s*
        <rect\ [^>]*fill-opacity:([\d.]+);[^>]*/>\s*</g>\s*</mask>""",
    re.VERBOSE,
)
_FILTER = re.compile(r'<filter id="alpha".*?</filter>', re.DOTALL)
_BODY = re.compile(r"<svg [^>]*>(.*)</svg>", re.DOTALL)


def tidy(text: str, units: tuple[int, int], size: tuple[int, int], title: str, description: str) -> str:
    """Cairo's SVG with title and description, whose ids don't count what else a process has drawn.

    Parameters
    ----------
    text
        What cairo wrote.
    units
        Width and height in its own units.
    size
        Width and height on a page, in pixels.
    title, description
        In words.
    """
    found = _BODY.search(text)
    assert found is not None
    body = "\n".join(_line(line) for line in _renumbered(_unmasked(found[1])).splitlines() if line)
    links = ' xmlns:xlink="http://www.w3.org/1999/xlink"' if "xlink:" in body else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{links} width="{size[0]}" height="{size[1]}"'
        f' viewBox="0 0 {units[0]} {units[1]}" role="img">\n'
        f"<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n{body}\n</svg>\n"
    )


def _unmasked(body: str) -> str:
    """What is faint as a whole with its opacity, in place of a mask and filter, which not all draw alike."""
    for name, opacity in _MASK.findall(body):
        use = rf'(<use [^>]*?) mask="url\(#{re.escape(name)}\)"/>'
        body = re.sub(use, rf'<g opacity="{opacity}">\1/></g>', body)
    return _FILTER.sub("", _MASK.sub("", body))


def _renumbered(body: str) -> str:
    """Ids that nothing refers to left out, the others numbered from 1."""
    used = set(_REFERENCE.findall(body))
    numbers = {
        name: f"p{number}" for number, name in enumerate(filter(used.__contains__, _ID.findall(body)), 1)
    }
    body = _ID.sub(lambda found: f' id="{numbers[found[1]]}"' if found[1] in numbers else "", body)
    return _REFERENCE.sub(lambda found: f"#{numbers[found[1]]}", body)


def _line(line: str) -> str:
    """An element without what goes without saying, and with as many decimals as can be seen."""
    for default in DEFAULTS:
        line = line.replace(default, "")
    decimals = OF_UNITS if "transform=" in line else OF_PIXELS
    line = _COLOR.sub(_hex, line).replace('style=" ', 'style="').replace(';"', '"')
    return _PATH.sub(lambda found: f' d="{_path(found[1], decimals)}"', line)


def _hex(found: "re.Match[str]") -> str:
    return "#" + "".join(f"{round(float(share) * 255 / 100):02x}" for share in found.groups())


def _path(commands: str, decimals: int) -> str:
    """A path's commands, its numbers rounded."""
    return _NUMBER.sub(lambda found: _rounded(float(found[0]), decimals), commands).strip()


def _rounded(number: float, decimals: int) -> str:
    text = f"{number:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
