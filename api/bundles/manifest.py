"""The manifest of a bundle: what it holds, with size and SHA-256 of each file. Pure."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Self

import msgspec

from api.bundles.catalogue import ATTRIBUTION, LICENCE

MANIFEST = "manifest.json"
DIGEST_LENGTH = 16  # hex digits of an address


class FileEntry(msgspec.Struct, frozen=True):
    """One file; `size` is in bytes, `sha256` in hex."""

    name: str
    media_type: str
    size: int
    sha256: str

    @classmethod
    def of(cls, name: str, media_type: str, body: bytes) -> Self:
        return cls(name, media_type, len(body), hashlib.sha256(body).hexdigest())


class Manifest(msgspec.Struct, frozen=True):
    """What a bundle holds. Nothing in it depends on when or where the bundle was made.

    `digest` names the content: it is part of the bundle's address. `snapshot_sha256` is the digest
    of the payload of models.dev that all else was read from.
    """

    day: date
    digest: str
    snapshot_sha256: str
    offers: int
    providers: int
    files: tuple[FileEntry, ...]
    licence: str = LICENCE
    attribution: str = ATTRIBUTION

    def entry(self, name: str) -> FileEntry | None:
        return next((one for one in self.files if one.name == name), None)

    def to_json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def read_manifest(text: bytes) -> Manifest:
    """Read what `to_json` wrote. Raises msgspec.DecodeError."""
    return msgspec.json.decode(text, type=Manifest)


def digest_of(files: Sequence[FileEntry]) -> str:
    """Return the digest of a bundle with these files: of their names and digests."""
    lines = "".join(f"{one.sha256}  {one.name}\n" for one in files)
    return hashlib.sha256(lines.encode()).hexdigest()[:DIGEST_LENGTH]


def problems_of(manifest: Manifest, folder: Path) -> list[str]:
    """Return what is wrong with the files of a bundle in a folder, a line each; [] if nothing is.

    The manifest itself is taken as it is: its signature vouches for it.
    """
    found = []
    if digest_of(manifest.files) != manifest.digest:
        found.append(f"{MANIFEST}: the digest is not that of its files")
    for entry in manifest.files:
        try:
            body = (folder / entry.name).read_bytes() if _is_plain(entry.name) else None
        except OSError:
            body = None
        if body is None:
            found.append(f"{entry.name}: missing")
        elif FileEntry.of(entry.name, entry.media_type, body) != entry:
            found.append(f"{entry.name}: not the file of the manifest")
    return found


def _is_plain(name: str) -> bool:
    """Tell whether a name stays in its folder."""
    return Path(name).name == name
