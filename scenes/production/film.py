"""The film: all acts joined, with a chapter a beat, and its captions."""

from collections.abc import Sequence
from pathlib import Path

from scenes.production.captions import chapters_of, cues_of, srt, transcript, vtt
from scenes.production.folder import FILM, OutputFolder
from scenes.production.keys import digest, file_hash
from scenes.production.manifest import SHOWN, ActRecord, FilmRecord

TITLE = "Every Point Pulls"
FILM_MAKERS = ("film.py", "captions.py", "remux.py", "subtitles.py")


def film_key(acts: Sequence[ActRecord]) -> str:
    """The key of a film: its acts' videos, sentences and what joins them."""
    makers = [file_hash(Path(__file__).with_name(name)) for name in FILM_MAKERS]
    return digest(([(act.video, act.heading, act.beats) for act in acts], makers))


def make_film(folder: OutputFolder, acts: Sequence[ActRecord]) -> FilmRecord:
    """Join published acts, write the captions, and publish all of it.

    Raises
    ------
    ValueError
        If the joined film hasn't as many frames as its acts.
    """
    from scenes.production.remux import join
    from scenes.production.subtitles import switch_off

    rate, frames = acts[0].rate, sum(act.frames for act in acts)
    staged = folder.staging_for("film")
    cues = cues_of(acts)
    videos = [folder.root.resolve() / act.video.path for act in acts]
    joined = join(videos, staged / f"{FILM}.mp4", rate, TITLE, chapters_of(acts), cues)
    if all(act.captions == SHOWN for act in acts):
        switch_off(staged / f"{FILM}.mp4")
    if joined != frames:
        raise ValueError(f"the film has {joined} frames, its acts have {frames}")
    texts = {"srt": srt(cues, rate), "vtt": vtt(cues, rate), "txt": transcript(TITLE, acts)}
    for suffix, text in texts.items():
        (staged / f"{FILM}.{suffix}").write_text(text, "utf-8")
    files = [folder.publish(staged / f"{FILM}.{suffix}", f"{FILM}.{suffix}") for suffix in ("mp4", *texts)]
    return FilmRecord(film_key(acts), frames, frames / rate, [act.entry for act in acts], files)
