"""One thing that was looked at, and what was found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """What was looked at, what was found, and what to do where that isn't enough.

    Parameters
    ----------
    what
        In a word or two.
    found
        In a line.
    remedy
        What to type or to change; "" where all is well.
    """

    what: str
    found: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return not self.remedy
