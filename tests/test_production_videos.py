"""Encoding, checking and cutting videos, on pictures made here."""

import av
import numpy as np
import pytest

from scenes.boxes import Patch
from scenes.production.captions import Cue
from scenes.production.checks import BadVideoError, check_act
from scenes.production.encoder import Encoder
from scenes.production.quality import QUALITIES, Quality
from scenes.production.remux import cut, join

SMALL = Quality("small", 128, 72, 10)
PLAIN = np.full((72, 128, 4), 255, np.uint8)


def picture(number: int) -> np.ndarray:
    """A white picture with a black square that wanders with its number."""
    pixels = PLAIN.copy()
    pixels[8:28, number % 40 : number % 40 + 16, :3] = 0
    return pixels


def encode(path, frames) -> None:
    """Encode (picture, how often, whether a beat begins)."""
    encoder = Encoder(path, SMALL)
    for pixels, repeat, begins_beat in frames:
        encoder.write([Patch(0, 0, pixels)], repeat, begins_beat)
    encoder.close()


def decoded(path) -> list[np.ndarray]:
    with av.open(str(path)) as video:
        return [frame.to_ndarray(format="gray") for frame in video.decode(video=0)]


@pytest.fixture
def video(tmp_path):
    """Sixty frames in two beats, the second from frame 33; its last ten are held."""
    frames = [(picture(n), 1, n in (0, 33)) for n in range(50)]
    encode(tmp_path / "video.mp4", [*frames, (picture(50), 10, False)])
    return tmp_path / "video.mp4"


def test_a_held_frame_is_encoded_as_if_it_had_been_given_each_time(video, tmp_path):
    frames = [(picture(min(n, 50)), 1, n in (0, 33)) for n in range(60)]
    encode(tmp_path / "each.mp4", frames)
    assert (tmp_path / "each.mp4").read_bytes() == video.read_bytes()


def test_a_frame_in_patches_is_encoded_as_if_it_had_been_given_whole(tmp_path):
    """At borders too, where a pixel's colour is mixed with its neighbours'."""
    random = np.random.default_rng(0)
    picture, whole, in_patches = PLAIN.copy(), [], []
    for number in range(40):
        left, top = random.integers(0, 124), random.integers(0, 68)
        patch = Patch(left, top, random.integers(0, 256, (4, 4, 4), np.uint8))
        picture[patch.box.pixels] = patch.pixels
        whole.append((picture.copy(), 1, number == 0))
        in_patches.append([patch] if number else [Patch(0, 0, picture.copy())])
    encode(tmp_path / "whole.mp4", whole)
    encoder = Encoder(tmp_path / "patches.mp4", SMALL)
    for number, patches in enumerate(in_patches):
        encoder.write(patches, 1, number == 0)
    encoder.close()
    assert (tmp_path / "patches.mp4").read_bytes() == (tmp_path / "whole.mp4").read_bytes()


@pytest.mark.parametrize("quality", QUALITIES.values(), ids=QUALITIES.keys())
def test_rows_of_macroblocks_are_whole_eights(quality):
    assert quality.width % (8 * 16) == 0


def test_bytes_do_not_depend_on_what_was_in_memory_before(tmp_path):
    """At the size of a draft; at 960 x 540 they do, where x264 uses AVX-512."""
    random, videos = np.random.default_rng(0), set()
    plain = np.full((QUALITIES["draft"].height, QUALITIES["draft"].width, 4), 255, np.uint8)
    for _ in range(12):
        litter = [bytearray(random.bytes(1000) * size) for size in random.integers(1, 3000, 8)]
        del litter[::2]
        encoder = Encoder(tmp_path / "video.mp4", QUALITIES["draft"])
        for number in range(30):
            pixels = plain.copy()
            pixels[20:40, 10 + number : 40 + number, :3] = 0
            encoder.write([Patch(0, 0, pixels)], 1, number == 0)
        encoder.close()
        videos.add((tmp_path / "video.mp4").read_bytes())
    assert len(videos) == 1


def test_a_whole_video_passes(video):
    check_act(video, SMALL, 60, [32, 59])


@pytest.mark.parametrize(
    ("quality", "frames", "complaint"),
    [
        (SMALL, 61, "60 frames were encoded of the 61 drawn"),
        (Quality("small", 128, 72, 12), 60, "the video is 128 x 72 at 10"),
        (Quality("other", 256, 144, 10), 60, "the video is 128 x 72 at 10"),
    ],
)
def test_a_video_that_is_not_what_was_drawn(video, quality, frames, complaint):
    with pytest.raises(BadVideoError, match=complaint):
        check_act(video, quality, frames, [])


def test_a_blank_still(tmp_path):
    encode(tmp_path / "blank.mp4", [(picture(0), 3, True), (PLAIN, 2, False)])
    check_act(tmp_path / "blank.mp4", SMALL, 5, [2])
    with pytest.raises(BadVideoError, match="frame 4 is blank"):
        check_act(tmp_path / "blank.mp4", SMALL, 5, [4])


def test_a_spoilt_video_does_not_pass(video):
    data = video.read_bytes()
    video.write_bytes(data[: len(data) // 2])
    with pytest.raises((BadVideoError, av.error.FFmpegError)):
        check_act(video, SMALL, 60, [])


def test_a_beat_is_cut_where_it_begins_and_nowhere_else(video, tmp_path):
    cut(video, tmp_path / "beat.mp4", 33, 60, SMALL.rate)
    np.testing.assert_array_equal(decoded(tmp_path / "beat.mp4"), decoded(video)[33:])
    with pytest.raises(ValueError, match="can't be cut"):
        cut(video, tmp_path / "no.mp4", 34, 60, SMALL.rate)
    with pytest.raises(ValueError, match="can't be cut"):
        cut(video, tmp_path / "no.mp4", 33, 61, SMALL.rate)


def test_videos_joined_have_all_frames_and_the_chapters(video, tmp_path):
    chapters = [Cue("one", 0, 60), Cue("zwei; # = \\ \n", 60, 120)]
    assert join([video, video], tmp_path / "joined.mp4", SMALL.rate, "Title", chapters, []) == 120
    np.testing.assert_array_equal(decoded(tmp_path / "joined.mp4"), decoded(video) * 2)
    with av.open(str(tmp_path / "joined.mp4")) as joined:
        assert [chapter["metadata"]["title"] for chapter in joined.chapters()] == ["one", "zwei; # = \\ \n"]


@pytest.mark.parametrize(
    ("patch", "failure", "message"),
    [
        (Patch(0, 0, PLAIN.astype(float)), TypeError, "dtype"),
        (Patch(2, 0, PLAIN), ValueError, "broadcast"),
    ],
    ids=["of floats", "too wide"],
)
def test_a_failure_of_the_encoder_reaches_who_draws(tmp_path, patch, failure, message):
    encoder = Encoder(tmp_path / "video.mp4", SMALL)
    encoder.write([patch], 1, True)
    with pytest.raises(failure, match=message):
        encoder.close()
