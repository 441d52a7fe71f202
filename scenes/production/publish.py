"""From a worker's folder to the output folder."""

from dataclasses import replace
from pathlib import Path

from scenes.production.folder import OutputFolder
from scenes.production.manifest import ActRecord, BeatRecord, FileRecord
from scenes.production.worker import DrawnAct


def publish_act(
    folder: OutputFolder, stem: str, drawn: DrawnAct, staged: Path
) -> tuple[FileRecord, list[BeatRecord]]:
    """Move a drawn act's video and clips to their places."""
    video = folder.publish(staged / drawn.video, f"acts/{stem}.mp4")
    beats = []
    for beat in drawn.beats:
        clip = folder.publish(staged / beat.clip, f"beats/{stem}/{beat.clip}")
        beats.append(BeatRecord(beat.name, beat.caption, beat.start, beat.end, clip, beat.formulas))
    return video, beats


def cut_again(folder: OutputFolder, stem: str, record: ActRecord) -> ActRecord:
    """Cut a published act's clips anew, for those that aren't whole."""
    from scenes.production.remux import cut

    staged = folder.staging_for(stem)
    source = folder.root.resolve() / record.video.path
    beats = []
    for number, beat in enumerate(record.beats):
        clip = staged / f"{number}.mp4"
        cut(source, clip, beat.start, beat.end, record.rate)
        beats.append(replace(beat, clip=folder.publish(clip, beat.clip.path)))
    return replace(record, beats=beats)
