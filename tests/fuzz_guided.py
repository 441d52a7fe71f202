"""Tables and settings that a fuzzer makes by what the reading's code does with them: `make fuzz-guided`.

Takes libFuzzer's options: ``make fuzz-guided ARGS="-runs=100000"``.
"""

import contextlib
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["core.reading", "core.files", "scenes.production.settings_file"]):
    from fuzz_inputs import SEEDS
    from fuzz_laws import settings_law, table_law


def main() -> None:
    """Run until a law is broken, or as long as the options say."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        for kind, mark in (("tables", b"t"), ("settings", b"s")):
            for number, content in enumerate(SEEDS[kind]):
                (seeds / f"{kind}-{number}").write_bytes(mark + content)
        options = [
            "-timeout=10",
            "-rss_limit_mb=1000",
            "-max_len=400",
            "-runs=20000",
            *sys.argv[1:],
            str(seeds),
        ]
        atheris.Setup([sys.argv[0], *options], lambda data: _law(data, Path(folder)))
        atheris.Fuzz()


def _law(data: bytes, folder: Path) -> None:
    """The first byte says what the others are."""
    (settings_law if data[:1] == b"s" else table_law)(data[1:], folder)


if __name__ == "__main__":
    main()
