"""What a start of the product may skip, because nothing changed since the last one.

A mark is a fingerprint of files, kept in the data folder: losing it costs time, never correctness.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def migrations() -> str:
    """Fingerprint every migration of the product and the version of what it stands on."""
    from importlib.metadata import version

    stamp = hashlib.sha256()
    for distribution in ("django", "procrastinate"):
        stamp.update(f"{distribution} {version(distribution)}\n".encode())
    for path in sorted(PACKAGE.glob("**/migrations/**/*")):
        if path.suffix in {".py", ".sql"}:
            stamp.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return stamp.hexdigest()


def listing(folders: Iterable[Path]) -> str:
    """Fingerprint folders by the name, size and time of their files, without reading them."""
    stamp = hashlib.sha256()
    for folder in sorted(folders):
        for path in sorted(folder.rglob("*")):
            found = path.stat()
            stamp.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return stamp.hexdigest()


class Marks:
    """The fingerprints that one data folder remembers."""

    def __init__(self, data: Path) -> None:
        """Keep the marks below a data folder."""
        self._folder = data / "marks"

    def same(self, name: str, fingerprint: str) -> bool:
        """Say whether a fingerprint is still the one remembered."""
        path = self._folder / name
        return path.exists() and path.read_text() == fingerprint

    def remember(self, name: str, fingerprint: str) -> None:
        """Remember a fingerprint, now that its work is done."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_text(fingerprint)
