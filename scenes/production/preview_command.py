"""What ``lecture preview`` does, from an author's words to what it prints."""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from scenes.production.acts import ActFile
from scenes.production.errors import InputError, RenderFailedError, located
from scenes.production.folder import OutputFolder
from scenes.production.keys import package_folder
from scenes.production.preview import place_of, preview
from scenes.production.saves import saves_of
from scenes.production.settings import Settings
from scenes.production.settings_file import FILE_NAME


def preview_lecture(
    words: str, settings: Settings, acts: Sequence[ActFile], video: bool, began: float
) -> None:
    """Draw a beat or an act, and print where.

    Raises
    ------
    InputError, RenderFailedError
        As the parts do.
    """
    place = place_of(words, acts)
    folder = OutputFolder(settings.out)
    folder.prepare()
    path = preview(settings, place, settings.quality if video else None, folder)
    print(path, flush=True)
    print(f"drawn in {time.monotonic() - began:.1f} s", file=sys.stderr)


def preview_each_save(
    words: str,
    settings_now: Callable[[], Settings],
    acts_now: Callable[[], Sequence[ActFile]],
    video: bool,
    began: float,
) -> NoReturn:
    """Draw a beat or an act, and again whenever a source, the table or the settings are saved.

    What can't be drawn is complained of in one line, and may be mended by the next save.

    Raises
    ------
    InputError
        At once, if there is no such act or beat, or the settings are wrong.
    """
    settings, acts = settings_now(), acts_now()
    place_of(words, acts)
    with saves_of([package_folder(name) for name in ("core", "scenes")]) as saves:
        saves.follow(Path(FILE_NAME), *(act.path for act in acts))
        while True:
            try:
                settings = settings_now()
                preview_lecture(words, settings, acts_now(), video, began)
            except (InputError, RenderFailedError) as problem:
                print(problem, file=sys.stderr)
            except Exception as error:  # noqa: BLE001 - whatever an author may have saved
                print(located(error), file=sys.stderr)
            saves.follow(Path(settings.data))
            saves.wait()
            began = time.monotonic()
