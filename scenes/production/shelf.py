"""The figures of an output folder: which are there, from what they were drawn, and putting in others."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from scenes.production.folder import OutputFolder
from scenes.production.manifest import FileRecord, Origin, Product, read_manifest

FIGURES = "figures"


class Shelf:
    """Figures by look, and by act and beat: ``01-data-table/01-the-examples``.

    ``origin`` is what those are made from that are put in.
    """

    def __init__(self, folder: OutputFolder, origin: Origin) -> None:
        self.folder = folder
        self.origin = origin
        self.manifest = read_manifest(folder.manifest)

    def has(self, look: str, name: str, key: str, formats: Collection[str]) -> bool:
        """Whether a figure is there in these formats, whole and drawn from what the key says."""
        product = self._product(look, name)
        whole = {_format(file) for file in product.files if self.folder.holds(file)}
        return bool(key) and product.key == key and set(formats) <= whole

    def put(self, look: str, name: str, key: str, staged: Mapping[str, Path]) -> None:
        """Publish a figure's files, by format; others that it has stay if they are of the same key."""
        old = self._product(look, name)
        kept = [file for file in old.files if key and old.key == key and _format(file) not in staged]
        new = [
            self.folder.publish(path, f"{FIGURES}/{look}/{name}.{format_}")
            for format_, path in staged.items()
        ]
        files = sorted((*kept, *new), key=lambda file: file.path)
        figures = self.manifest.figures.get(look, {}) | {name: Product(key, files, self.origin.name)}
        self._remove(old.files, files)
        shelved = self.manifest.figures | {look: dict(sorted(figures.items()))}
        self.manifest = replace(self.manifest, figures=shelved).knowing(self.origin)

    def drop_all_but(self, names: Collection[str]) -> None:
        """Remove figures of what is no longer in the film."""
        kept = {
            look: {name: product for name, product in figures.items() if name in names}
            for look, figures in self.manifest.figures.items()
        }
        for look, figures in self.manifest.figures.items():
            for name in figures.keys() - kept[look].keys():
                self._remove(figures[name].files, [])
        if kept != self.manifest.figures:
            self.manifest = replace(self.manifest, figures=kept)
            self.note()

    def note(self) -> None:
        """Write down what is there: an interrupt after this loses nothing of it."""
        self.folder.write_manifest(self.manifest)

    def _product(self, look: str, name: str) -> Product:
        return self.manifest.figures.get(look, {}).get(name, Product("", []))

    def _remove(self, old: Collection[FileRecord], new: Collection[FileRecord]) -> None:
        """Remove files that nothing refers to any more."""
        paths = {file.path for file in new}
        for file in old:
            if file.path not in paths:
                self.folder.remove(file)


def _format(file: FileRecord) -> str:
    return PurePosixPath(file.path).suffix.removeprefix(".")
