"""`lecture all` makes what the single commands make, and a second call makes nothing."""

import json

from lecture_of_two_acts import hashes, lecture

FIGURES = [
    f"figures/{theme}/{place}.{suffix}"
    for theme in ("dark", "light")
    for place in ("01-circles/01-a-circle-comes", "01-circles/02-it-moves")
    for suffix in ("svg", "pdf", "png")
]
MADE = {"every-point-pulls.mp4", "handout-dark.pdf", "handout-light.pdf", "index.html", *FIGURES}


def recorded(node):
    """Every file that the manifest records, wherever in it."""
    if isinstance(node, dict) and {"path", "sha256"} <= node.keys():
        return {node["path"]: node["sha256"]}
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return {path: sha for child in children for path, sha in recorded(child).items()}


def test_all_is_made_and_recorded_by_its_hash_and_a_second_call_makes_nothing(spoilable):
    files = hashes(spoilable)
    assert files.keys() >= MADE
    manifest = json.loads((spoilable / "manifest.json").read_text("utf-8"))
    assert recorded(manifest) == {path: sha for path, sha in files.items() if path != "manifest.json"}
    again = lecture(spoilable.parent, "all", "--quality", "tiny")
    assert again.out.startswith("nothing to do: media is up to date")
    assert hashes(spoilable) == files
