"""Publishing the same data again: a new version, so that cached pages expire."""

from datetime import UTC, datetime

import pytest

from catalog.models import CatalogueVersion
from catalog.versions import publish_same_data
from tests.factories import DAY, make_version

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)


def test_it_makes_a_new_version_of_the_same_day():
    before = make_version()
    publish_same_data(now=NOW)
    after = CatalogueVersion.objects.latest("pk")
    assert after.pk > before.pk
    assert (after.day, after.snapshot, after.made_at) == (DAY, before.snapshot, NOW)


def test_cached_pages_expire(client):
    make_version()
    etag = client.get("/models/")["ETag"]
    publish_same_data(now=NOW)
    assert client.get("/models/", headers={"If-None-Match": etag}).status_code == 200


def test_an_empty_catalogue_stays_empty():
    publish_same_data(now=NOW)
    assert not CatalogueVersion.objects.exists()
