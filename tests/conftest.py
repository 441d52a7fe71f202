"""What tests in several files share: laws without a deadline, and one browser, as there can't be two."""

from collections.abc import Iterator

import pytest
from hypothesis import Phase, settings
from page_of_counted_frames import chromium
from playwright.sync_api import Browser, sync_playwright

settings.register_profile("laws", deadline=None)  # a law holds however busy the machine is
# Enough to see that a law is broken, without a search for the shortest example.
settings.register_profile(
    "mutants", deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("laws")

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian has it."""
    found = chromium()
    if found is None:
        pytest.skip("no Chromium here; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()
