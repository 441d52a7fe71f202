"""A visit to the page of counted frames: what it shows, asks for and complains of."""

from pathlib import Path
from typing import Any

import pytest
from page_of_counted_frames import ACTS, COUNTED, number_shown
from playwright.sync_api import Browser, Page

BEATS = [beat for _, beats in ACTS for beat in beats]
ENDS = [sum(frames for *_, frames in BEATS[: count + 1]) for count in range(len(BEATS))]
STARTS = [0, *ENDS[:-1]]
LAST = [end - 1 for end in ENDS]
# What the browser shows of the film from now on, by the frames' numbers.
WATCH = """() => {
  const seen = (_, frame) => {
    window.seen.push(Math.round(frame.mediaTime * RATE));
    video.requestVideoFrameCallback(seen);
  };
  window.seen = [];
  video.requestVideoFrameCallback(seen);
}""".replace("RATE", str(COUNTED.rate))


def until(page: Page, condition: str) -> None:
    """Wait for a condition. Playwright's own waiting evaluates text in the page, which the page forbids."""
    for _ in range(400):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"never: {condition}")


class Visit:
    """A page that was opened, and everything that it asked for or complained of."""

    def __init__(self, browser: Browser, file: Path, loads: bool = True, **options: Any) -> None:
        options.setdefault("viewport", {"width": 800, "height": 500})
        self.file = file
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(8000)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.refused: list[str] = []
        self.page.on("requestfailed", lambda asked: self.refused.append(f"{asked.url} {asked.failure}"))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())
        if options.get("java_script_enabled", True) and loads:
            until(self.page, "video.readyState > 1")

    def wait_until_held(self) -> None:
        until(self.page, "stage.classList.contains('held') && !video.seeking && video.paused")

    def number(self) -> int:
        """The number of the frame that is on the screen."""
        return number_shown(self.page.locator("#video").screenshot())

    def stands(self, number: int) -> bool:
        """Whether the film is held in the middle of a frame: that this is seen is for `holds`."""
        self.wait_until_held()
        return bool(self.page.evaluate("video.currentTime") * COUNTED.rate == pytest.approx(number + 0.5))

    def holds(self, number: int) -> bool:
        """Whether a frame is held, and comes to the screen: that takes a moment after it was sought."""
        for _ in range(40):
            if self.stands(number) and self.number() == number:
                return True
            self.page.wait_for_timeout(20)
        return False

    def click_through(self) -> None:
        self.page.get_by_role("button", name="Click through").click()
        self.wait_until_held()

    def end(self) -> None:
        """Leave the page, which mustn't have complained, or asked for anything but its own files."""
        self.context.close()
        assert self.said == []
        beside = self.file.parent.as_uri()
        assert [url for url in self.asked if not url.startswith((beside, "data:", "blob:"))] == []
