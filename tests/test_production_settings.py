"""Where settings come from, and what is said of wrong ones."""

import pytest

from scenes.production import quality
from scenes.production.errors import InputError
from scenes.production.settings import Settings, settings_from


def test_defaults():
    settings = settings_from({"theme": None})
    assert settings == Settings()
    assert (settings.data, settings.theme, settings.quality.name) == ("six", "dark", "standard")


def test_the_command_line_wins_over_the_file_and_the_file_over_defaults(tmp_path):
    (tmp_path / "lecture.toml").write_text('theme = "light"\nquality = "high"\njobs = 3\ntheta = [1, 2.5]\n')
    settings = settings_from({"quality": "draft", "jobs": None}, tmp_path)
    assert (settings.theme, settings.quality, settings.jobs) == ("light", quality.QUALITIES["draft"], 3)
    assert settings.theta == (1.0, 2.5)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('data = "six"\nqualty = "draft"\n', 'lecture.toml:2: unknown key "qualty"; did you mean "quality"?'),
        ("[them]\n", 'lecture.toml:1: unknown key "them"; did you mean "theme"?'),
        ("jobs = true\n", "lecture.toml:1 (jobs): True is not a number of processes"),
        ('\njobs = "two"\n', 'lecture.toml:2 (jobs): "two" is not a number of processes'),
        ("theme = 1\n", 'lecture.toml:1 (theme): unknown theme "1"'),
        ("data = 6\n", "lecture.toml:1 (data): 6 is not a name"),
        ("theta = [1]\n", "lecture.toml:1 (theta): [1] is not two numbers"),
        ("theta = [1, inf]\n", "lecture.toml:1 (theta): inf is not a finite number"),
        ("theme = dark\n", "lecture.toml:1:9: invalid value"),
        ('theme = "dark', "lecture.toml:1: unterminated string"),
    ],
)
def test_a_wrong_file_is_named_with_line_and_nearest_key(tmp_path, text, complaint):
    (tmp_path / "lecture.toml").write_text(text)
    with pytest.raises(InputError) as error:
        settings_from({}, tmp_path)
    assert str(error.value).startswith(complaint)
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_text(tmp_path):
    (tmp_path / "lecture.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=r"lecture\.toml:1: byte 0xff is not UTF-8"):
        settings_from({}, tmp_path)


@pytest.mark.parametrize(
    "theta", ["1", "1,2,3", "1,b", "nan,1", "1,inf", "1,1e999", "1_0,1", "0x1,1", "\uff11,1", ""]
)
def test_a_wrong_theta(theta):
    with pytest.raises(InputError, match="--theta: "):
        settings_from({"theta": theta})


def test_a_theta():
    assert settings_from({"theta": "-1.5, 2e1"}).theta == (-1.5, 20.0)


@pytest.mark.parametrize("jobs", ["0", "-1", "1.5", "x"])
def test_a_wrong_number_of_jobs(jobs):
    with pytest.raises(InputError, match="--jobs: "):
        settings_from({"jobs": jobs})


def test_the_nearest_quality_is_named():
    with pytest.raises(
        InputError, match='--quality: unknown quality "Drat"; did you mean "draft"\\? qualities: '
    ):
        settings_from({"quality": "Drat"})


def test_captions_are_in_the_picture_or_in_their_track():
    assert settings_from({}).captions == "shown"
    assert settings_from({"captions": "track"}).captions == "track"
    with pytest.raises(InputError, match='--captions: unknown place of captions "of"; places: shown, track'):
        settings_from({"captions": "of"})


@pytest.mark.parametrize("chosen", quality.QUALITIES.values())
def test_every_quality_is_16_to_9_and_even(chosen):
    assert chosen.width * 9 == chosen.height * 16
    assert chosen.width % 2 == chosen.height % 2 == 0
