"""The site's key, from the file that BUNDLE_KEY names."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from api.bundles.minisign import PublicKey, SecretKey

SIGNATURE = ".minisig"


@lru_cache(maxsize=2)
def _read_key(path: str) -> SecretKey:
    return SecretKey.read(Path(path))


def signing_key() -> SecretKey | None:
    """Return the site's key, None where none is set. Raises BadKey."""
    return _read_key(str(settings.BUNDLE_KEY)) if settings.BUNDLE_KEY else None


def public_key() -> PublicKey | None:
    """Return the key that verifies this site's bundles, None where none is set. Raises BadKey."""
    key = signing_key()
    return key.public if key else None
