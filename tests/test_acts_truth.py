"""Every act, with every table, at every frame: what stands on stage is what is so."""

import pytest
from stage_frame import LAWS
from stage_reel import reel
from stage_tables import TABLES, lesson_of

NUMBERS = (1, 2, 3, 4, 5)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_law_holds_at_every_frame(number, table):
    broken = reel(number, table).broken
    assert not broken, "\n".join(f"{law}: {breach}" for law, found in broken.items() for breach in found)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("number", NUMBERS)
def test_no_law_is_without_a_case(number, table):
    """A law that found nothing to look at would hold whatever the act shows."""
    lesson = lesson_of(table)
    asked = {law.name for law in LAWS if number in law.acts and law.applies(lesson)}
    played = reel(number, table)
    assert asked <= {*played.found, *played.broken}
