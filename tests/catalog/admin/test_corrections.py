"""The lists of corrections, announced facts and reported mistakes in the admin."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from catalog.domain.corrections import Ending, Verdict
from tests.catalog.test_editorial import make_correction

pytestmark = pytest.mark.django_db
LIST = "admin:catalog_correction_changelist"


def test_a_correction_shows_both_values(admin_client):
    correction = make_correction(feed_value="5")
    page = admin_client.get(reverse("admin:catalog_correction_change", args=[correction.pk]))
    for text in ("0.5", "5", "One zero too many.", "https://maker.example/prices"):
        assert text in page.content.decode()


def test_a_verdict_without_a_value_shows_none(admin_client):
    correction = make_correction(verdict=Verdict.BOTH_RIGHT, value=None, feed_value=5)
    page = admin_client.get(reverse("admin:catalog_correction_change", args=[correction.pk]))
    assert "Both values are right" in page.content.decode()


@pytest.mark.parametrize("chosen, shown", [("yes", "name"), ("no", "context")])
def test_the_list_tells_open_from_ended(admin_client, chosen, shown):
    now = datetime(2026, 5, 13, tzinfo=UTC)
    make_correction("context", ended_at=now, ended_on=date(2026, 5, 13), ending=Ending.LAPSED)
    make_correction("name")
    rows = admin_client.get(reverse(LIST), {"open": chosen}).context["cl"].result_list
    assert [row.field for row in rows] == [shown]
