"""A render of a small film: what is made, that it adds up, and what is made again."""

import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from lecture_of_two_acts import TESTS, TINY, hashes, lecture

from scenes.production.manifest import Manifest, read_manifest

FILM = "every-point-pulls"
TEXTS = ("srt", "vtt", "txt")


def pictures(path: Path) -> list[np.ndarray]:
    """The lightness (height, width) of each frame of a video."""
    with av.open(f"file:{path}") as video:
        return [frame.to_ndarray(format="gray") for frame in video.decode(video=0)]


@pytest.fixture(scope="session")
def manifest(rendered) -> Manifest:
    return read_manifest(rendered[0] / "manifest.json")


def test_everything_is_made_and_nothing_is_left_over(rendered):
    folder, _ = rendered
    assert set(hashes(folder)) == {
        "acts/01-circles.mp4",
        "acts/02-squares.mp4",
        "beats/01-circles/01-a-circle-comes.mp4",
        "beats/01-circles/02-it-moves.mp4",
        "beats/02-squares/01-a-square-comes.mp4",
        f"{FILM}.mp4",
        f"{FILM}.srt",
        f"{FILM}.txt",
        f"{FILM}.vtt",
        "manifest.json",
    }
    assert [path.name for path in (folder / ".lecture").iterdir()] == ["lock"]
    assert (folder / ".lecture" / "lock").read_bytes() == b""


def test_the_summary_says_what_was_made_where_and_how_long_it_took(rendered):
    folder, ended = rendered
    assert "acts/01-circles.mp4  0:0" in ended.out
    assert f"{FILM}.mp4" in ended.out
    assert f"in {folder.name}, in " in ended.out.splitlines()[-1]
    assert "01-circles: beat " in ended.err  # which beats are seen depends on how fast they are
    assert re.search(r"01-circles: done in \d+ s, 63 frames", ended.err)


def test_frames_of_beats_add_up_to_the_acts_and_those_of_acts_to_the_films(rendered, manifest):
    folder, _ = rendered
    film = pictures(folder / f"{FILM}.mp4")
    parts = []
    for act in manifest.acts.values():
        clips = [pictures(folder / beat.clip.path) for beat in act.beats]
        assert [len(clip) for clip in clips] == [beat.end - beat.start for beat in act.beats]
        assert [beat.start for beat in act.beats] == [0, *(beat.end for beat in act.beats[:-1])]
        whole = pictures(folder / act.video.path)
        assert len(whole) == act.frames == act.beats[-1].end
        np.testing.assert_array_equal(whole, [frame for clip in clips for frame in clip])
        parts += whole
    assert manifest.film is not None
    assert len(film) == manifest.film.frames
    np.testing.assert_array_equal(film, parts)


def test_every_video_has_a_frame_at_each_tick_and_lasts_as_long_as_its_frames(rendered):
    folder, _ = rendered
    for path in folder.rglob("*.mp4"):
        with av.open(f"file:{path}") as video:
            stream = video.streams.video[0]
            times = [frame.pts * stream.time_base for frame in video.decode(stream)]
            assert stream.average_rate == TINY.rate
            assert video.duration == pytest.approx(len(times) / TINY.rate * av.time_base, abs=2000)
        assert times == [Fraction(number, TINY.rate) for number in range(len(times))]


def test_chapters_are_the_beats(rendered, manifest):
    folder, _ = rendered
    with av.open(f"file:{folder / FILM}.mp4") as video:
        chapters = [
            (
                chapter["start"] * chapter["time_base"],
                chapter["end"] * chapter["time_base"],
                chapter["metadata"]["title"],
            )
            for chapter in video.chapters()
        ]
        assert video.metadata["title"] == "Every Point Pulls"
    expected, begin = [], 0
    for act in manifest.acts.values():
        expected += [
            (Fraction(begin + beat.start, act.rate), Fraction(begin + beat.end, act.rate), beat.caption)
            for beat in act.beats
        ]
        begin += act.frames
    assert chapters == expected


def test_captions_and_transcript_hold_every_sentence(rendered, manifest):
    folder, _ = rendered
    sentences = [beat.caption for act in manifest.acts.values() for beat in act.beats]
    assert sentences == ["A circle for six examples.", "It moves & <stays>.", "A square."]
    assert all(sentence in (folder / f"{FILM}.srt").read_text() for sentence in sentences)
    assert "It moves &amp; &lt;stays&gt;." in (folder / f"{FILM}.vtt").read_text()
    assert (
        "\n2. The six squares (0:06)\n\nA square.\n    nabla ell sub i\n"
        in (folder / f"{FILM}.txt").read_text()
    )


def test_colours_are_declared_and_the_background_is_the_themes(rendered):
    folder, _ = rendered
    with av.open(f"file:{folder}/acts/01-circles.mp4") as video:
        frame = next(video.decode(video=0))
        assert (frame.colorspace, frame.color_range) == (1, 1)
        corner = frame.to_ndarray(format="rgb24")[0, 0]
    assert np.abs(corner.astype(int) - [0x11, 0x13, 0x18]).max() <= 2


def test_the_manifest_tells_what_it_was_made_from(rendered):
    folder, _ = rendered
    stored = json.loads((folder / "manifest.json").read_text())
    act = stored["acts"]["01-circles"]
    origin = stored["origins"][act["origin"]]
    assert (origin["inputs"]["data"], origin["inputs"]["theta"]) == ("six", [1.0, 1.0])
    assert origin["versions"]["manim"].startswith("0.22")
    assert origin["fonts"].keys() == {"New Computer Modern", "New Computer Modern Math"}
    assert (act["theme"], act["quality"], act["rate"]) == ("dark", "tiny", TINY.rate)
    assert act["video"]["sha256"] == hashes(folder)["acts/01-circles.mp4"]


def test_a_second_render_does_nothing_and_imports_no_manim(copied):
    before = hashes(copied)
    program = """if True:
        import sys, lecture_of_two_acts as film
        film.storyboard.ACTS = film.ACTS
        film.quality.QUALITIES["tiny"] = film.TINY
        status = film.cli.main(["render", "--quality", "tiny"])
        sys.exit(status or "manim" in sys.modules or "av" in sys.modules)
    """
    paths = os.pathsep.join((str(TESTS.parent), str(TESTS)))
    command = [sys.executable, "-c", program]
    ended = subprocess.run(
        command,
        cwd=copied.parent,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("nothing to do: media is up to date")
    assert hashes(copied) == before


def test_a_spoilt_clip_is_cut_and_a_spoilt_film_joined_again_without_drawing(copied):
    before = hashes(copied)
    clip = copied / "beats" / "01-circles" / "02-it-moves.mp4"
    spoilt = bytearray(clip.read_bytes())
    spoilt[100] ^= 1
    clip.write_bytes(spoilt)
    (copied / f"{FILM}.mp4").write_bytes(b"")
    (copied / f"{FILM}.srt").unlink()
    ended = lecture(copied.parent, "render", "--quality", "tiny")
    assert (ended.status, ended.err) == (0, "")
    assert "beats/01-circles  cut again" in ended.out
    assert hashes(copied) == before


def test_one_act_alone_leaves_the_film_and_the_other_act_alone(copied):
    before = hashes(copied)
    ended = lecture(copied.parent, "render", "squares", "--quality", "tiny", "--theme", "light")
    after = hashes(copied)
    assert ended.status == 0
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {"acts/02-squares.mp4", "beats/02-squares/01-a-square-comes.mp4", "manifest.json"}
    assert pictures(copied / "acts" / "02-squares.mp4")[0][0, 0] > 200
    acts = read_manifest(copied / "manifest.json").acts
    assert (acts["01-circles"].theme, acts["02-squares"].theme) == ("dark", "light")


def test_another_table_is_drawn_again_the_same_on_one_cpu_and_other_captions_are_taken(copied):
    before = hashes(copied)
    (copied.parent / "one.csv").write_text("x,y\n1,2\n")
    ended = lecture(copied.parent, "render", "--quality", "tiny", "--data", "one.csv")
    assert ended.status == 0, ended.err
    assert "It moves for one." in (copied / f"{FILM}.txt").read_text()
    again = lecture(copied.parent, "render", "--quality", "tiny", "--jobs", "1", "--force")
    assert again.status == 0, again.err
    assert {path: sha for path, sha in hashes(copied).items() if path != "manifest.json"} == {
        path: sha for path, sha in before.items() if path != "manifest.json"
    }


def test_captions_may_be_in_their_own_track_alone(copied):
    """Then they are on in the film, out of the picture, and all else is as it was."""
    before, was = hashes(copied), read_manifest(copied / "manifest.json")
    assert captions_on(copied / f"{FILM}.mp4") is False
    (copied.parent / "lecture.toml").write_text('captions = "track"\nquality = "tiny"\n')
    ended = lecture(copied.parent, "render")
    assert ended.status == 0, ended.err
    assert captions_on(copied / f"{FILM}.mp4") is True
    now = read_manifest(copied / "manifest.json")
    assert [act.captions for act in now.acts.values()] == ["track", "track"]
    for act, old in zip(now.acts.values(), was.acts.values(), strict=True):
        assert act.key != old.key
        assert [(b.name, b.start, b.end) for b in act.beats] == [(b.name, b.start, b.end) for b in old.beats]
    after = hashes(copied)
    assert {path for path in after if after[path] == before[path]} == {f"{FILM}.{kind}" for kind in TEXTS}
    foot = (slice(TINY.height * 5 // 6, None), slice(None))
    last = pictures(copied / "acts" / "02-squares.mp4")[-1]
    assert np.ptp(last[foot]) < 8
    assert lecture(copied.parent, "list").out.count("about") == 0
    assert "nothing to do" in lecture(copied.parent, "render").out


def captions_on(film: Path) -> bool:
    """Whether players show the captions of a film by themselves."""
    with av.open(f"file:{film}") as video:
        return bool(video.streams.subtitles[0].disposition & av.stream.Disposition.default)


def test_durations_in_the_list_are_exact_where_the_key_fits_and_else_about(copied):
    exact = lecture(copied.parent, "list").out
    about = lecture(copied.parent, "list", "--theme", "light").out
    assert "about" not in exact
    assert "0:06" in exact
    assert "about 0:06" in about
