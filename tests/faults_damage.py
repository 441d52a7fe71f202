"""Every published file truncated, emptied or with one bit flipped, in turn: it is named, and made again."""

from collections.abc import Callable, Iterator
from pathlib import Path

from faults_oracle import MANIFEST, Film, content_of, left_over, unlike

from scenes.production.verify import verified


def truncate(path: Path) -> None:
    """Leave the last byte out."""
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    """Leave nothing in."""
    path.write_bytes(b"")


def flip_a_bit(path: Path) -> None:
    """Change one bit, in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "truncated": truncate,
    "emptied": empty,
    "one bit flipped": flip_a_bit,
}


def damages(film: Film) -> Iterator[tuple[str, list[str]]]:
    """Spoil one file after the other; yield which and how, and what was wrong then."""
    made = film.make()
    assert made.status == 0, made.err
    whole = content_of(film.out)
    for path in [*whole, MANIFEST]:
        for name, damage in DAMAGES.items():
            damage(film.out / path)
            named = [finding.path for finding in verified(film.out).findings]
            wrong = [] if named == [path] else [f"named: {named}"]
            made = film.make()
            wrong += [made.err[-500:]] if made.status else []
            wrong += unlike(film.out, whole) + left_over(film)
            wrong += [str(finding) for finding in verified(film.out).findings]
            yield f"{path} {name}", wrong
