"""`lecture verify`: a folder against its manifest, file by file, and what is spoilt is made again."""

import json
import os
import shutil
from pathlib import Path

import pytest
from faults_damage import DAMAGES, flip_a_bit
from lecture_of_two_acts import hashes, lecture

from scenes.production.errors import InputError
from scenes.production.lock import lock
from scenes.production.manifest import NoManifestError, load_manifest, read_manifest
from scenes.production.verify import DIFFERS, FOREIGN, MISSING, verified


def found_in(folder: Path) -> set[tuple[str, str]]:
    return {(finding.path, finding.kind) for finding in verified(folder).findings}


def files_of(folder: Path) -> list[str]:
    return [path for path in hashes(folder) if path != "manifest.json"]


def test_a_folder_as_it_was_made_is_as_its_manifest_says(everything):
    ended = lecture(everything.parent, "verify")
    files = files_of(everything)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == f"media: {len(files)} files, all as manifest.json says\n"
    assert {record.path for record in read_manifest(everything / "manifest.json").files()} == set(files)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_each_file_that_is_truncated_emptied_or_has_a_bit_flipped_is_named_and_no_other(spoilable, damage):
    for path in files_of(spoilable):
        whole = (spoilable / path).read_bytes()
        damage(spoilable / path)
        assert found_in(spoilable) == {(path, DIFFERS)}
        (spoilable / path).write_bytes(whole)
    assert not found_in(spoilable)


def test_each_byte_of_the_manifest_is_as_it_was_written(everything, tmp_path):
    whole = (everything / "manifest.json").read_bytes()
    spoilt = tmp_path / "manifest.json"
    for place in (*range(0, len(whole), 7), len(whole) - 1):
        spoilt.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << place % 8)]) + whole[place + 1 :])
        with pytest.raises(NoManifestError):
            load_manifest(spoilt)
    for end in (*range(0, len(whole), 97), len(whole) - 1):
        spoilt.write_bytes(whole[:end])
        with pytest.raises(NoManifestError):
            load_manifest(spoilt)


def test_a_manifest_or_a_lock_that_is_a_pipe_is_not_waited_for(spoilable):
    for path in ("manifest.json", ".lecture/lock"):
        (spoilable / path).unlink()
        os.mkfifo(spoilable / path)
    assert found_in(spoilable) == {("manifest.json", DIFFERS)}


def test_what_is_missing_what_is_not_of_it_and_what_leads_elsewhere_is_named_with_status_1(spoilable):
    gone, linked, piped, *_ = files_of(spoilable)
    shutil.copy(spoilable / linked, spoilable.parent / "elsewhere")
    for path in (gone, linked, piped):
        (spoilable / path).unlink()
    (spoilable / linked).symlink_to(spoilable.parent / "elsewhere")
    os.mkfifo(spoilable / piped)
    (spoilable / "acts" / "of\x1b[31mmine").write_bytes(b"")
    (spoilable / "gallery").mkdir()
    (spoilable / "gallery" / "dark.png").write_bytes(b"of the README")
    found = {(gone, MISSING), (linked, DIFFERS), (piped, DIFFERS), ("acts/of\x1b[31mmine", FOREIGN)}
    assert found_in(spoilable) == found
    ended = lecture(spoilable.parent, "verify")
    assert (ended.status, ended.err) == (1, "")
    assert len(ended.out.splitlines()) == 4
    assert "\x1b" not in ended.out
    ended = lecture(spoilable.parent, "verify", "--json")
    assert ended.status == 1
    told = json.loads(ended.out)
    assert (told["ok"], {(f["path"], f["kind"]) for f in told["findings"]}) == (False, found)


def test_a_spoilt_manifest_is_named_and_a_missing_one_is_wrong_input(spoilable):
    flip_a_bit(spoilable / "manifest.json")
    assert found_in(spoilable) == {("manifest.json", DIFFERS)}
    (spoilable / "manifest.json").unlink()
    ended = lecture(spoilable.parent, "verify")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == "--out: media/manifest.json: no such file; make one: lecture all\n"


def test_nothing_is_verified_while_a_command_writes_and_nothing_is_written_by_it(spoilable):
    before = {path: path.stat().st_mtime_ns for path in spoilable.rglob("*")}
    with lock(spoilable / ".lecture" / "lock", "--out"), pytest.raises(InputError, match="is in use by"):
        verified(spoilable)
    (spoilable / ".lecture" / "lock").unlink()
    assert not found_in(spoilable)
    after = {path: path.stat().st_mtime_ns for path in spoilable.rglob("*")}
    assert {path.name for path in before.keys() ^ after.keys()} == {"lock"}
    assert all(before[path] == after[path] for path in after if path.name != ".lecture")


def test_everything_that_is_spoilt_is_made_again_the_same(spoilable):
    before = hashes(spoilable)
    for number, path in enumerate(files_of(spoilable)):
        (*DAMAGES.values(), Path.unlink)[number % 4](spoilable / path)
    ended = lecture(spoilable.parent, "all", "--quality", "tiny")
    assert ended.status == 0, ended.err
    after = hashes(spoilable)
    assert {path for path in after if after[path] != before.get(path)} == {"manifest.json"}
    assert not found_in(spoilable)
