"""The command `lecture page`: what it makes, and makes again."""

import re
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from lecture_of_two_acts import ACTS as TWO_ACTS
from lecture_of_two_acts import TINY, Ended, hashes, lecture
from page_visit import Visit, until

from scenes.production.acts import acts_of
from scenes.production.command import order_of
from scenes.production.folder import OutputFolder
from scenes.production.handout import handout_key
from scenes.production.manifest import FileRecord, Product, read_manifest
from scenes.production.page.command import contents_of, publish_page
from scenes.production.settings import Settings


@pytest.fixture(scope="session")
def lectured(tmp_path_factory) -> tuple[Path, Ended]:
    """Where `lecture page` was run once, for the film of two acts."""
    folder = tmp_path_factory.mktemp("lecture")
    return folder, lecture(folder, "page", "--quality", "tiny")


def test_the_command_makes_film_figures_and_page_and_a_second_one_has_nothing_to_do(lectured):
    folder, ended = lectured
    assert ended.status == 0, ended.err
    assert "\nindex.html  " in ended.out
    before = hashes(folder)
    assert {"media/index.html", "media/every-point-pulls.mp4"} <= before.keys()
    again = lecture(folder, "page", "--quality", "tiny")
    assert again.out.startswith("nothing to do: media is up to date")
    assert hashes(folder) == before


def test_the_page_of_a_film_shows_its_figures_and_holds_its_stills(browser, lectured):
    folder, _ = lectured
    one = Visit(browser, folder / "media" / "index.html")
    one.page.evaluate("[...document.images].forEach(image => image.loading = 'eager')")
    until(one.page, "[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert one.page.locator("picture img").count() == 3
    one.page.evaluate("video.playbackRate = 4")
    assert "A circle for six examples." in one.page.locator("img").first.get_attribute("alt")
    one.click_through()
    one.page.keyboard.press("End")
    one.wait_until_held()
    assert one.page.locator("#sentence").inner_text() == "A square."
    assert one.page.locator("#where").inner_text() == "The six squares · step 1 of 1"
    one.end()


def test_the_single_file_is_made_beside_the_page_and_a_spoilt_page_is_made_again(lectured, tmp_path):
    folder = Path(shutil.copytree(lectured[0], tmp_path / "copy"))
    before = hashes(folder)
    alone = lecture(folder, "page", "--quality", "tiny", "--single-file")
    assert re.search(r"\nevery-point-pulls\.html  \d+ kB\n", f"\n{alone.out}")
    index = folder / "media" / "index.html"
    index.write_text(index.read_text() + " ")
    assert lecture(folder, "page", "--quality", "tiny").status == 0
    changed = {path for path, sha in hashes(folder).items() if before.get(path) != sha}
    assert changed == {"media/every-point-pulls.html", "media/manifest.json"}
    assert {"index.html", "every-point-pulls.html"} == read_manifest(
        folder / "media/manifest.json"
    ).pages.keys()


def test_handouts_are_offered_where_they_are_of_this_film_and_whole(lectured, tmp_path):
    folder = OutputFolder(Path(shutil.copytree(lectured[0] / "media", tmp_path / "media")))
    acts = acts_of(TWO_ACTS)
    order = order_of(Settings(quality=TINY), acts, acts)
    key = handout_key(acts, order.lesson, "dark")
    for name in ("dark", "light"):
        (folder.root / f"{name}.pdf").write_bytes(b"%PDF")
    of_this, of_another = (
        FileRecord(f"{name}.pdf", sha256(b"%PDF").hexdigest(), 4) for name in ("dark", "light")
    )
    made = {"dark": Product(key, [of_this]), "light": Product("another", [of_another])}
    shown = contents_of(order, replace(read_manifest(folder.manifest), handouts=made))
    assert shown.handouts == {"dark.pdf": of_this}
    publish_page(folder, shown, True)
    assert 'download="dark.pdf"' in (folder.root / "every-point-pulls.html").read_text()
    (folder.root / "dark.pdf").unlink()
    publish_page(folder, shown, True)
    assert 'download="dark.pdf"' not in (folder.root / "every-point-pulls.html").read_text()
