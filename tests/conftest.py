"""What tests in several files share: laws without a deadline, films, and one browser: there can't be two."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from lecture_of_two_acts import Ended, lecture
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


# Names that Manim, libav and shells stumble over.
ODD = "it's {a} 50%: ü"


@pytest.fixture(scope="session")
def rendered(tmp_path_factory) -> tuple[Path, Ended]:
    """A film, rendered without any program on the path, without a home, and beside a broken manim.cfg."""
    folder = tmp_path_factory.mktemp("film")
    (folder / "manim.cfg").write_text("[CLI\nbroken")
    ended = lecture(
        folder,
        "render",
        "--quality",
        "tiny",
        "--out",
        ODD,
        PATH="/nonexistent",
        HOME="",
        LANG="C",
        TZ="Asia/Tokyo",
    )
    assert (ended.status, ended.err.count("failed")) == (0, 0), ended.err
    return folder / ODD, ended


@pytest.fixture
def copied(rendered, tmp_path) -> Path:
    """A copy of that film, to be spoilt; beside it nothing."""
    shutil.copytree(rendered[0], tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture(scope="session")
def everything(tmp_path_factory) -> Path:
    """An output folder with all that is made of the film of two acts, to be looked at."""
    folder = tmp_path_factory.mktemp("everything")
    ended = lecture(folder, "all", "--quality", "tiny")
    assert ended.status == 0, ended.err
    return folder / "media"


@pytest.fixture
def spoilable(everything, tmp_path) -> Path:
    """A copy of that folder."""
    shutil.copytree(everything, tmp_path / "media")
    return tmp_path / "media"
