"""The film's own frames: drawn without encoding, encoded without drawing, and compared with what was made.

Every act is drawn in a process of its own, which holds its frames in memory.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import film
import numpy as np
from encoding import encode
from frames import draw
from likeness import likeness

from scenes.production.pool import ProcessPerCall
from scenes.production.quality import QUALITIES
from scenes.storyboard import ACTS


def drawing(quality: str, scratch: Path) -> dict[str, Any]:
    """Milliseconds that a picture takes to be drawn, over all the film's pictures."""
    taken = np.concatenate([_in_a_process(_times, entry, quality) for entry in ACTS])
    p50, p95 = np.percentile(taken * 1e3, (50, 95)).tolist()
    return {"pictures": len(taken), "seconds": float(taken.sum()), "p50": p50, "p95": p95}


def encoding(quality: str, scratch: Path) -> dict[str, Any]:
    """Seconds to encode the frames of all acts, one after the other."""
    acts = [_in_a_process(_encoded, entry, quality) for entry in ACTS]
    return {
        name: sum(act[name] for act in acts) for name in ("frames", "pictures", "seconds", "cpu", "bytes")
    }


def likenesses(quality: str, scratch: Path) -> dict[str, Any]:
    """Bytes and SSIM against the frames as they were drawn, of the film and of the yardstick."""
    if not (scratch / "film").exists():
        film.render(quality, scratch)
    made = scratch / "film" / "acts"
    acts = [_in_a_process(_compared, entry, quality, str(made)) for entry in ACTS]
    frames = sum(act["frames"] for act in acts)
    mean = {name: sum(act[name] * act["frames"] for act in acts) / frames for name in ("film", "crf23")}
    return {"frames": frames, "ssim": mean, "bytes": {n: sum(a[f"{n}_bytes"] for a in acts) for n in mean}}


def _times(entry: str, quality: str) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        return np.array(draw(entry, quality, Path(folder), kept=False).seconds)


def _encoded(entry: str, quality: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        drawn, video = draw(entry, quality, Path(folder), kept=True), Path(folder) / "act.mp4"
        before = time.process_time()
        seconds = encode(drawn.frames, video, QUALITIES[quality].rate)
        return {
            "frames": drawn.shown,
            "pictures": len(drawn.frames),
            "seconds": seconds,
            "cpu": time.process_time() - before,
            "bytes": video.stat().st_size,
        }


def _compared(entry: str, quality: str, film_acts: str) -> dict[str, Any]:
    from scenes.production.acts import acts_of

    with tempfile.TemporaryDirectory() as folder:
        drawn, video = draw(entry, quality, Path(folder), kept=True), Path(folder) / "act.mp4"
        encode(drawn.frames, video, QUALITIES[quality].rate)
        made = Path(film_acts) / f"{acts_of([entry])[0].stem}.mp4"
        return {
            "frames": drawn.shown,
            "film": likeness(drawn.frames, made),
            "crf23": likeness(drawn.frames, video),
            "film_bytes": made.stat().st_size,
            "crf23_bytes": video.stat().st_size,
        }


def _in_a_process(function: Callable[..., Any], *arguments: Any) -> Any:
    pool = ProcessPerCall(1)
    try:
        return pool.submit(function, *arguments).result()
    finally:
        pool.shutdown(cancel_futures=True)
