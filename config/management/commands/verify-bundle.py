"""`manage.py verify-bundle`: check the files of a bundle, and who signed it. No database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from api.bundles.manifest import MANIFEST, problems_of, read_manifest
from api.bundles.minisign import BadKey, NotVerified, PublicKey
from api.bundles.signing import SIGNATURE, public_key


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Check a bundle's files against its manifest, and signatures. Exits with 1 if any fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", type=Path, metavar="DIR|FILE", help="a bundle, or one file beside its signature"
        )
        parser.add_argument(
            "--key",
            metavar="KEY|FILE",
            help="the public key, as a word or a file; default: that of BUNDLE_KEY",
        )
        parser.add_argument(
            "--unsigned", action="store_true", help="check digests only, without a key"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        try:
            key = None if options["unsigned"] else _key(options["key"])
            said = _checked_folder(path, key) if path.is_dir() else _checked_file(path, key)
        except (BadKey, NotVerified, OSError, UnicodeError, msgspec.MsgspecError) as why:
            raise CommandError(f"{path}: {why}") from None
        self.stdout.write(said)


def _key(given: str | None) -> PublicKey:
    if given:
        file = Path(given)
        return PublicKey.parse(file.read_text() if file.is_file() else given)
    key = public_key()
    if key is None:
        raise BadKey("name the public key with --key, or check digests only with --unsigned")
    return key


def _checked_folder(folder: Path, key: PublicKey | None) -> str:
    """Check the manifest's signature, and every file against the manifest. Raises NotVerified."""
    manifest_file = folder / MANIFEST
    manifest = read_manifest(manifest_file.read_bytes())
    signed = _checked_file(manifest_file, key) if key else "signature not checked"
    if problems := problems_of(manifest, folder):
        raise NotVerified("; ".join(problems))
    return f"{manifest.day} {manifest.digest}: {len(manifest.files)} files are whole; {signed}"


def _checked_file(file: Path, key: PublicKey | None) -> str:
    if key is None:
        raise BadKey("a single file has no digest to check; name the public key with --key")
    signature = file.with_name(file.name + SIGNATURE).read_text()
    comment = key.verify(file.read_bytes(), signature)
    return f"{file.name} signed by {key.name}: {comment}"
