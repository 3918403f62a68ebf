"""The newest bundle is made after a pull."""

import pytest

from api.bundles.ahead import make_newest_bundle
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


def test_makes_the_newest_bundle(publish, bundles_dir):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    make_newest_bundle(DAYS[1])
    assert [folder.parent.name for folder in bundles_dir.glob("2*/*")] == ["2026-05-01"]


def test_without_data_there_is_nothing_to_make(bundles_dir):
    make_newest_bundle(DAYS[1])
    assert not bundles_dir.exists()


def test_a_failure_is_a_line_in_the_log(publish, settings, tmp_path, caplog):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    settings.BUNDLE_KEY = tmp_path / "missing.pem"
    make_newest_bundle(DAYS[1])
    assert "no bundle made ahead" in caplog.text
