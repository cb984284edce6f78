"""The weights in use: those that the site has learned itself, else those it came with."""

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, current_app

from app.kernel.topics.weights import Weights, load

SHIPPED = Path(__file__).parent / "data" / "topics.tsv"
TOPICS, CATEGORIES = "topics.tsv", "categories.tsv"
KEY = "topics"


@dataclass
class Kept:
    """Weights read from files, and from which state of each."""

    folder: Path
    read: dict[Path, tuple[int, Weights]] = field(default_factory=dict)

    @property
    def topics(self) -> Weights:
        """Which topic a text is about."""
        return self._of(self.folder / TOPICS) or self._shipped()

    @property
    def categories(self) -> Weights | None:
        """Which category a text is about; None until the site has learned it from its matters."""
        return self._of(self.folder / CATEGORIES)

    def _of(self, path: Path) -> Weights | None:
        """The weights of a file, read again when another process has written it anew."""
        try:
            state = path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if path not in self.read or self.read[path][0] != state:
            self.read[path] = (state, load(path))
        return self.read[path][1]

    def _shipped(self) -> Weights:
        if SHIPPED not in self.read:
            self.read[SHIPPED] = (0, load(SHIPPED))
        return self.read[SHIPPED][1]


def init_app(app: Flask) -> None:
    """Read weights when they are first asked for."""
    app.extensions[KEY] = Kept(Path(app.config["DATA_DIR"]) / "routing")


def current() -> Kept:
    """The weights of this site."""
    kept: Kept = current_app.extensions[KEY]
    return kept
