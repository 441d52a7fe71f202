"""The lecture page in a real browser, opened from a file, without a network."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import page_of_counted_frames as counted
import pytest
from axe_playwright_python.sync_playwright import Axe
from page_of_counted_frames import COUNTED
from page_visit import BEATS, ENDS, LAST, STARTS, WATCH, Visit, until
from playwright.sync_api import expect

from scenes.notation import ABOUT, MINUS
from scenes.production.page.contents import Contents
from scenes.production.settings import Settings
from scenes.theme import THEMES

SCHEMES = ("dark", "light")
LAPTOPS = ((1280, 610), (1366, 650), (1366, 768), (1440, 790), (1920, 960))
SIZES = ((360, 640), (820, 1180), (1440, 900), (1920, 1080), (740, 360))


@pytest.fixture(scope="session")
def root(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("it's 50% {odd} ü #1") / "media"


@pytest.fixture(scope="session")
def shown(root) -> Contents:
    return counted.contents(root)


@pytest.fixture(scope="session")
def index(root, shown) -> Path:
    return counted.page(root, shown)


@pytest.fixture(scope="session")
def wide(root, shown, index, tmp_path_factory) -> Path:
    """A page with wide numbers, and names as long as they can be."""
    folder = Path(shutil.copytree(root, tmp_path_factory.mktemp("wide") / "media"))
    norris = counted.with_numbers(shown, Settings(data="norris"))
    return counted.page(folder, replace(norris, names=("t" * 60, "x" * 60, "y" * 60)))


@pytest.fixture(scope="session")
def alone(root, shown, tmp_path_factory) -> Path:
    """The single file, in a folder where nothing else is."""
    made = counted.page(root, shown, single_file=True)
    return Path(shutil.copy(made, tmp_path_factory.mktemp("elsewhere")))


@pytest.fixture
def copied(root, index, tmp_path) -> Path:
    return Path(shutil.copytree(root, tmp_path / "media"))


@pytest.fixture
def visit(browser) -> Iterator[Any]:
    """Opens pages; in the end, none of them may have complained or gone anywhere."""
    visits: list[Visit] = []

    def opened(file: Path, **options: Any) -> Visit:
        visits.append(Visit(browser, file, **options))
        return visits[-1]

    yield opened
    for one in visits:
        one.end()


def test_the_film_plays_from_a_file(visit, index, alone):
    for file in (index, alone):
        page = visit(file).page
        page.evaluate("video.play()")
        until(page, "video.currentTime > 0.3")
        assert page.evaluate("video.duration") == pytest.approx(ENDS[-1] / COUNTED.rate, abs=0.01)


def test_chapters_are_the_beats_and_captions_are_the_sentences(visit, index):
    page = visit(index).page
    for kind in ("chapters", "captions"):
        track = f"[...video.textTracks].find(one => one.kind === '{kind}')"
        page.evaluate(f"{track}.mode = 'hidden'")
        until(page, f"{track}.cues?.length > 0")
        cue = "cue => [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent]"
        found = page.evaluate(f"[...{track}.cues].map({cue})")
        assert [text for *_, text in found] == [sentence for _, sentence, *_ in BEATS]
        assert [round(start * COUNTED.rate) for start, *_ in found] == STARTS
        assert [round(end * COUNTED.rate) for _, end, _ in found] == ENDS


def test_captions_are_seen_when_they_are_switched_on(visit, index):
    page = visit(index).page
    page.evaluate("video.controls = false")
    page.evaluate("video.currentTime = 0.5")
    until(page, "!video.seeking && video.readyState > 1")
    assert page.evaluate("video.textTracks[0].mode") == "disabled"  # they are in the picture already
    without = page.locator("#video").screenshot()
    page.evaluate("video.textTracks[0].mode = 'showing'")
    until(page, "video.textTracks[0].activeCues?.length === 1")
    page.wait_for_timeout(100)
    assert page.locator("#video").screenshot() != without


def test_captions_that_are_not_in_the_picture_are_on(visit, copied, shown):
    page = visit(counted.page(copied, replace(shown, captions_shown=False))).page
    assert page.evaluate("video.textTracks[0].mode") == "showing"
    page.get_by_role("button", name="Click through").click()
    expect(page.locator("#sentence")).to_be_in_viewport()
    assert page.locator("#sentence").bounding_box()["height"] > 20
    assert page.evaluate("video.textTracks[0].mode") == "hidden"
    page.keyboard.press("Escape")
    assert page.evaluate("video.textTracks[0].mode") == "showing"


def test_the_transcript_seeks_and_plays(visit, index):
    page = visit(index).page
    links = page.locator(".transcript a")
    assert links.count() == len(BEATS)
    for beat in (2, 0, 3):
        page.evaluate(WATCH)
        links.nth(beat).click()
        until(page, f"seen.at(-1) > {STARTS[beat]} && seen.at(-1) < {ENDS[beat]}")
        shown = [frame for frame in page.evaluate("seen") if STARTS[beat] <= frame < ENDS[beat]]
        assert shown[0] <= STARTS[beat] + 4
        assert not page.evaluate("video.paused")
        page.evaluate("video.pause()")


def test_the_transcript_follows_the_film(visit, index):
    page = visit(index, viewport={"width": 800, "height": 260}).page
    for beat in (3, 1, 0, 2):
        page.evaluate(f"video.currentTime = {(STARTS[beat] + 3) / COUNTED.rate}")
        current = page.locator(".transcript [aria-current]")
        expect(current).to_have_attribute("data-start", str(STARTS[beat]))
        assert current.count() == 1
        until(
            page,
            """(() => {
          const [box, line] = [document.querySelector('.acts'), document.querySelector('[aria-current]')]
            .map(element => element.getBoundingClientRect());
          return line.top >= box.top && line.bottom <= box.bottom;
        })()""",
        )
    assert page.evaluate("scrollY") == 0


def test_click_through_holds_each_beat_on_its_last_frame_and_shows_none_after_it(visit, index):
    one = visit(index)
    page = one.page
    page.evaluate(WATCH)
    one.click_through()
    for beat, last in enumerate(LAST):
        assert one.holds(last)
        assert page.evaluate("Math.max(...seen)") == last
        assert page.locator("#sentence").inner_text() == BEATS[beat][1]
        page.wait_for_timeout(300)
        assert one.holds(last)
        if beat < len(LAST) - 1:
            page.keyboard.press(("ArrowRight", "Space", "PageDown")[beat])
            one.wait_until_held()
    assert page.evaluate("seen.length") >= 0.8 * ENDS[-1]  # they were played, not skipped


@pytest.mark.parametrize("speed", [0.5, 2, 4])
def test_click_through_holds_the_last_frame_at_other_speeds(visit, index, speed):
    one = visit(index)
    one.page.evaluate(f"video.playbackRate = {speed}")
    one.page.evaluate(WATCH)
    one.click_through()
    assert one.holds(LAST[0])
    assert one.page.evaluate("Math.max(...seen)") <= LAST[0]


def test_keys_of_the_click_through(visit, index):
    one = visit(index)
    one.click_through()
    for key, last in (
        ("End", LAST[3]),
        ("ArrowRight", LAST[3]),  # there is nothing after the last
        ("ArrowLeft", LAST[2]),
        ("PageUp", LAST[1]),
        ("Backspace", LAST[0]),
        ("ArrowLeft", LAST[0]),  # nor before the first
        ("ArrowDown", LAST[1]),
        ("ArrowUp", LAST[0]),
        ("r", LAST[0]),
        ("End", LAST[3]),
        ("Home", LAST[0]),
        ("Enter", LAST[1]),  # presses the button that has the focus: Next
    ):
        one.page.keyboard.press(key)
        assert one.stands(last), key
    one.page.keyboard.press("Control+ArrowRight")
    one.page.keyboard.press("x")
    assert one.stands(LAST[1])


def test_next_while_a_beat_plays_goes_to_its_end_and_back_to_the_end_of_the_one_before(visit, index):
    one = visit(index)
    one.click_through()
    one.page.evaluate("video.playbackRate = 0.25")
    one.page.keyboard.press("ArrowRight")
    expect(one.page.locator("#stage")).not_to_have_class(re.compile("held"))
    one.page.keyboard.press("ArrowRight")
    assert one.stands(LAST[1])
    one.page.keyboard.press("ArrowRight")
    until(one.page, "!video.paused")
    one.page.keyboard.press("ArrowLeft")
    assert one.stands(LAST[1])


def test_again_plays_the_beat_from_its_start(visit, index):
    one = visit(index)
    one.click_through()
    one.page.keyboard.press("ArrowRight")
    one.wait_until_held()
    one.page.evaluate(WATCH)
    one.page.get_by_role("button", name="Play again").click()
    one.wait_until_held()
    shown = one.page.evaluate("seen.filter(frame => frame !== LAST)".replace("LAST", str(LAST[1])))
    assert STARTS[1] <= min(shown) <= STARTS[1] + 4
    assert max(shown) < LAST[1]
    assert one.holds(LAST[1])


def test_buttons_and_pointer(visit, index):
    one = visit(index)
    one.click_through()
    for act, last in (
        (lambda: one.page.get_by_role("button", name="Next").click(), LAST[1]),
        (lambda: one.page.locator("#screen").click(), LAST[2]),
        (lambda: one.page.get_by_role("button", name="Back").click(), LAST[1]),
    ):
        act()
        assert one.stands(last)
    assert one.page.get_by_role("button", name="Back").get_attribute("aria-disabled") == "false"
    one.page.keyboard.press("Home")
    assert one.page.get_by_role("button", name="Back").get_attribute("aria-disabled") == "true"
    one.page.keyboard.press("End")
    assert one.page.get_by_role("button", name="Next").get_attribute("aria-disabled") == "true"


def test_swipes_and_taps(visit, index):
    one = visit(index, has_touch=True, viewport={"width": 390, "height": 800})
    one.page.get_by_role("button", name="Click through").tap()
    one.wait_until_held()
    touch = one.context.new_cdp_session(one.page)

    def swipe(*places: tuple[int, int]) -> None:
        for kind, (x, y) in zip(("touchStart", *["touchMove"] * (len(places) - 1)), places, strict=True):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe((300, 200), (250, 205), (120, 210))
    assert one.stands(LAST[1])
    swipe((300, 200))
    assert one.stands(LAST[2])
    swipe((100, 200), (180, 205), (300, 210))
    assert one.stands(LAST[1])
    swipe((200, 100), (205, 200), (210, 300))
    assert one.stands(LAST[1])  # up and down: nothing


def test_full_screen_is_left_with_the_click_through(visit, index):
    one = visit(index)
    one.click_through()
    one.page.keyboard.press("f")
    until(one.page, "document.fullscreenElement === stage")
    expect(one.page.locator("#fullscreen")).to_have_text("Leave full screen")
    assert one.holds(LAST[0])
    one.page.get_by_role("button", name="Close").click()
    until(one.page, "document.fullscreenElement === null")
    assert one.page.locator("#fullscreen").is_hidden()


def test_click_through_begins_where_the_film_is_and_leaves_it_there(visit, index):
    one = visit(index)
    one.page.evaluate(f"video.currentTime = {(STARTS[2] + 5) / COUNTED.rate}")
    one.page.evaluate(WATCH)
    one.click_through()
    assert STARTS[2] <= min(one.page.evaluate("seen.slice(1)")) <= STARTS[2] + 4
    assert one.holds(LAST[2])
    one.page.get_by_role("button", name="Close").click()
    assert one.page.evaluate("video.controls && video.paused")
    assert round(one.page.evaluate("video.currentTime") * COUNTED.rate - 0.5) == LAST[2]


def test_the_keyboard_alone_reaches_everything_and_the_focus_is_seen(visit, index):
    page = visit(index).page
    focused = "(document.activeElement.id || document.activeElement.textContent).trim().slice(0, 40)"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Skip to the film"
    expect(page.get_by_text("Skip to the film")).to_be_in_viewport()
    order: list[str] = []
    while True:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        order.append(page.evaluate(focused))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert (
            outline != "none" or order[-1] == "video"
        )  # its controls are the browser's, and show it themselves
    assert [one for one in ("video", "enter") if one not in order] == []
    assert sum("A point." in one for one in order) == 1
    assert sum(one.startswith("Download") for one in order) == len(BEATS)


def test_while_clicking_through_the_focus_stays_inside_and_afterwards_comes_back(visit, index):
    one = visit(index)
    one.page.locator("#enter").focus()
    one.page.keyboard.press("Enter")
    one.wait_until_held()
    places = set()
    for _ in range(12):
        places.add(one.page.evaluate("document.activeElement.id"))
        one.page.keyboard.press("Tab")
    assert places <= {"back", "next", "again", "fullscreen", "leave", ""}
    assert {"back", "next", "again", "leave"} <= places
    one.page.keyboard.press("Escape")
    assert one.page.evaluate("document.activeElement.id") == "enter"
    assert one.page.locator("[inert]").count() == 0


def test_who_wants_less_motion_gets_the_pictures_alone(visit, index):
    one = visit(index, reduced_motion="reduce")
    one.page.evaluate(WATCH)
    one.click_through()
    for last in LAST[1:]:
        one.page.keyboard.press("ArrowRight")
        assert one.holds(last)
    assert len(one.page.evaluate("seen")) <= 2 * len(BEATS)
    one.page.keyboard.press("r")
    until(one.page, f"seen.some(frame => frame >= {STARTS[3]} && frame < {LAST[3]})")
    expect(one.page.locator("#enter-hint")).to_contain_text("little motion")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_either_mode_and_theme(visit, index, scheme):
    one = visit(index, color_scheme=scheme)
    for summary in one.page.locator("summary").all():
        summary.click()
    page_found = Axe().run(one.page)
    one.click_through()
    found = [*page_found.response["violations"], *Axe().run(one.page).response["violations"]]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_axe_can_find_something(visit, index):
    page = visit(index).page
    page.evaluate(
        "document.querySelector('.claim').style.color = '#777'; document.images[0].removeAttribute('alt')"
    )
    found = {each["id"] for each in Axe().run(page).response["violations"]}
    assert {"image-alt"} <= found


def test_landmarks_and_headings_have_names_and_an_order(visit, index):
    page = visit(index).page
    for role, name in (
        ("banner", None),
        ("main", None),
        ("contentinfo", None),
        ("navigation", "On this page"),
        ("navigation", "Transcript"),
        ("region", "The film"),
        ("region", "The argument in pictures"),
        ("region", "The numbers"),
        ("region", "Files and keys"),
    ):
        assert page.get_by_role(role, name=name, exact=bool(name)).count() == 1, (role, name)
    levels = [
        int(name[1])
        for name in page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(e => e.localName)")
    ]
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


def test_nothing_is_wider_than_the_window(visit, wide):
    one = visit(wide)
    sizes = [{"width": width, "height": height} for width, height in SIZES]
    for summary in one.page.locator("summary").all():
        summary.click()
    for size in sizes:
        one.page.set_viewport_size(size)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= size["width"], size
    one.click_through()
    for size in sizes:
        one.page.set_viewport_size(size)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= size["width"], size
        for button in ("Back", "Next", "Close"):
            expect(one.page.get_by_role("button", name=button)).to_be_in_viewport(ratio=1)
        assert one.page.locator("#video").bounding_box()["height"] > 0.3 * size["height"]
        assert one.holds(LAST[0])


def test_on_a_laptop_the_whole_film_and_the_way_into_the_click_through_are_seen_at_once(visit, index, wide):
    for file in (index, wide):
        page = visit(file).page
        for width, height in LAPTOPS:
            page.set_viewport_size({"width": width, "height": height})
            for place in ("video", "enter"):
                expect(page.locator(f"#{place}")).to_be_in_viewport(ratio=1)
            assert page.locator("#video").bounding_box()["width"] > 0.4 * width


def test_the_single_file_holds_film_pictures_and_downloads(visit, alone, root, shown):
    one = visit(alone, accept_downloads=True)
    one.page.evaluate("[...document.images].forEach(image => image.loading = 'eager')")
    until(one.page, "[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    one.click_through()
    assert one.holds(LAST[0])
    one.page.keyboard.press("Escape")
    one.page.locator("summary").first.click()
    beat = shown.beats()[0]
    for theme in ("dark", "light"):
        for kind in ("svg", "pdf", "png"):
            name = f"{beat.id}-{theme}.{kind}"
            with one.page.expect_download() as download:
                one.page.locator(f'[download="{name}"]').click()
            assert download.value.suggested_filename == name
            expected = (root / f"figures/{theme}/{beat.path}.{kind}").read_bytes()
            assert Path(download.value.path()).read_bytes() == expected


def test_every_address_leads_somewhere(visit, index):
    page = visit(index).page
    addresses = page.evaluate("""['href', 'src', 'srcset', 'poster'].flatMap(name =>
      [...document.querySelectorAll(`[${name}]`)].map(element => element.getAttribute(name)))""")
    figures = [address for address in addresses if address.startswith("figures/")]
    assert len(figures) == len(BEATS) * 8 + 1  # six to download and two to see for each beat, and a poster
    for address in addresses:
        if address.startswith("#"):
            assert page.locator(f"[id='{address[1:]}']").count() == 1
        elif not address.startswith("data:"):
            assert (index.parent / unquote(address)).is_file(), address
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids))


def test_the_policy_keeps_the_page_off_the_network(browser, index):
    one = Visit(browser, index)
    blocked = one.page.evaluate("""() => new Promise(done => {
      const found = [];
      setTimeout(() => done(found.sort()), 3000);
      document.addEventListener('securitypolicyviolation', event => {
        found.push(event.effectiveDirective);
        if (found.length === 4) done(found.sort());
      });
      new Image().src = 'http://127.0.0.1:9/a.png';
      fetch('http://127.0.0.1:9/').catch(() => {});
      for (const [name, text] of [['script', 'window.ran = 1'], ['style', 'p { color: red }']]) {
        document.head.append(Object.assign(document.createElement(name), { textContent: text }));
      }
    })""")
    assert blocked == ["connect-src", "img-src", "script-src-elem", "style-src-elem"]
    assert one.page.evaluate("window.ran") is None
    assert set(one.refused) == {"http://127.0.0.1:9/a.png csp"}  # the other was not even asked for
    one.context.close()


HOSTILE = (
    "</script><script>document.title='no'</script>.csv",
    '"><img src=x onerror="document.title=\'no\'">',
    "\u202eabc\u202c\x07 & $title <b>" + "x" * 300,
)


def test_names_of_a_user_are_shown_and_never_run(visit, copied, shown):
    made = counted.page(copied, replace(shown, names=HOSTILE))
    page = visit(made).page
    assert page.title() == "Every Point Pulls"
    assert page.locator("img[src=x], .facts b, footer b").count() == 0
    names = page.locator("bdi").all_inner_texts()
    assert HOSTILE[0] in names
    assert HOSTILE[1] in names
    legend = page.locator(".telling bdi").all_inner_texts()  # where it is told what x and y stand for
    assert all("\u202e" not in name and "\x07" not in name for name in names)
    assert max(map(len, legend)) == 200
    in_passing = Counter(names) - Counter(legend)
    assert max(map(len, in_passing)) == 60
    assert any("& $title <b>xxx" in name for name in names)


def test_the_numbers_are_the_lessons_and_each_row_has_its_colour(visit, index, shown):
    for scheme in SCHEMES:
        page = visit(index, color_scheme=scheme).page
        rows = page.locator(".table tbody tr")
        cells = [[number(text) for text in row.locator("th, td").all_inner_texts()] for row in rows.all()]
        examples = shown.numbers["examples"]
        keys = ("index", "x", "y", "prediction", "loss")
        expected = [[*(one[key] for key in keys), *one["gradient"]] for one in examples]
        assert cells == [pytest.approx(row, abs=5e-4) for row in expected]
        for slot, row in enumerate(rows.all()):
            assert colour(row.locator("td").first, "color") == THEMES[scheme].row_texts[slot]
            assert colour(row.locator("i"), "backgroundColor") == THEMES[scheme].rows[slot]
        assert colour(page.locator("body"), "color") == THEMES[scheme].ink
    feet = [row.locator("td").all_inner_texts() for row in page.locator(".table tfoot tr").all()]
    assert [number(text) for text in feet[0]] == pytest.approx([0.9017, 1.0, -0.7], abs=5e-4)
    assert feet[0][1:] == feet[1] == ["1.0", f"{MINUS}0.7"]


def test_print_is_light_and_holds_the_argument_but_no_player(visit, index):
    page = visit(index, color_scheme="dark").page
    page.emulate_media(media="print")
    assert page.locator("#video").is_hidden()
    assert page.locator(".actions").first.is_hidden()
    assert page.get_by_text("Where do they pull?").last.is_visible()
    assert colour(page.locator("html"), "backgroundColor") == THEMES["light"].background


def test_without_a_script_the_film_still_plays_and_the_transcript_leads_to_the_pictures(browser, index):
    one = Visit(browser, index, java_script_enabled=False)
    assert one.page.locator("#enter").is_hidden()
    assert one.page.locator("#video").get_attribute("controls") == ""
    one.page.locator(".transcript a").nth(2).click()
    expect(one.page.locator(".beat").nth(2)).to_be_in_viewport()
    one.context.close()


def test_a_page_without_its_folder_says_so(browser, index, tmp_path):
    one = Visit(browser, Path(shutil.copy(index, tmp_path)), loads=False)
    expect(one.page.get_by_role("alert")).to_contain_text("needs the folder")
    one.context.close()


def test_pages_are_the_same_bytes_each_time(copied, shown, index, alone):
    (copied / "manifest.json").unlink()
    for before, single in ((index, False), (alone, True)):
        assert counted.page(copied, shown, single).read_bytes() == before.read_bytes()


def number(text: str) -> float:
    return float(text.replace(MINUS, "-").removeprefix(ABOUT))


def colour(element: Any, role: str) -> str:
    red, green, blue = re.findall(r"\d+", element.evaluate(f"one => getComputedStyle(one).{role}"))[:3]
    return f"#{int(red):02X}{int(green):02X}{int(blue):02X}"
