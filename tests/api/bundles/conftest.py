"""A folder of its own for the bundles of each test, and a key for those that sign."""

import pytest

from api.bundles.minisign import SecretKey
from tests.api.conftest import publish

__all__ = ["bundles_dir", "key", "publish"]


@pytest.fixture(autouse=True)
def bundles_dir(settings, tmp_path):
    settings.BUNDLES_DIR = tmp_path / "bundles"
    return settings.BUNDLES_DIR


@pytest.fixture
def key(settings, tmp_path) -> SecretKey:
    """The site's key; without this fixture there is none."""
    made = SecretKey.generate()
    settings.BUNDLE_KEY = tmp_path / "key.pem"
    settings.BUNDLE_KEY.write_bytes(made.pem)
    return made
