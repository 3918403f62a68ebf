"""Write the files of a bundle into a folder."""

import gzip
from pathlib import Path

import brotli

from api.bundles.day import read_day
from api.bundles.manifest import MANIFEST, FileEntry, Manifest, digest_of
from api.bundles.registry import BY_FILE, FORMATS
from api.bundles.signing import SIGNATURE, signing_key
from api.days import Reading

# Of a megabyte of JSON: 0.02 s each, and a tenth of its size. The best qualities take seconds.
GZIP_LEVEL, BROTLI_QUALITY = 6, 5


def write_bundle(reading: Reading, folder: Path) -> Manifest:
    """Write the bundle of a day: each format, the manifest, and signatures if there is a key.

    Beside each text are compressed copies, for HTTP. Raises CatalogueInMotion, BadKey, OSError.
    """
    catalogue = read_day(reading)
    entries = []
    for one in FORMATS:
        body = one.write(catalogue)
        entries.append(FileEntry.of(one.file, one.media_type, body))
        (folder / one.file).write_bytes(body)
        if one.is_text:
            _compress(folder / one.file, body)
    manifest = Manifest(
        day=catalogue.day,
        digest=digest_of(entries),
        snapshot_sha256=catalogue.sha256,
        offers=len(catalogue.offers),
        providers=sum(1 for _ in catalogue.by_provider()),
        files=tuple(entries),
    )
    (folder / MANIFEST).write_bytes(manifest.to_json())
    _sign_all(folder, manifest)
    return manifest


def _sign_all(folder: Path, manifest: Manifest) -> None:
    key = signing_key()
    if key is None:
        return
    for name in (*BY_FILE, MANIFEST):
        comment = f"{manifest.day} {manifest.digest} {name}"
        signature = key.sign((folder / name).read_bytes(), comment)
        (folder / f"{name}{SIGNATURE}").write_text(signature)


def _compress(file: Path, body: bytes) -> None:
    packed = gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
    file.with_name(f"{file.name}.gz").write_bytes(packed)
    file.with_name(f"{file.name}.br").write_bytes(brotli.compress(body, quality=BROTLI_QUALITY))
