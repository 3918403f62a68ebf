"""The admin's first page."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from catalog.domain.corrections import Target, Verdict
from catalog.editorial import Correction, MistakeReport
from catalog.models import Run
from config.dashboard import data_age, doubt_count, lapsing_corrections
from tests.config.identity.test_queue import outlier  # noqa: F401
from tests.factories import DAY, make_version

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


def correct(last_day, key="meta/a"):
    return Correction.objects.create(
        target=Target.MODEL,
        key=key,
        field="context",
        verdict=Verdict.FEED_WRONG,
        value=1,
        reason="x",
        source="https://example.org",
        first_day=DAY,
        entered_on=DAY,
        last_day=last_day,
        recorded_at=NOON,
    )


def html_of(client, prefix=""):
    return " ".join(client.get(f"{prefix}/admin/").content.decode().split())


def test_an_empty_site_has_a_dashboard(admin_client):
    assert "No data yet" in html_of(admin_client)
    assert "No run yet" in html_of(admin_client)


def test_it_shows_what_waits(admin_client, outlier, django_assert_max_num_queries):  # noqa: F811
    make_version()
    Run.objects.create(outcome="refused", source="x", day=DAY, started_at=NOON, ended_at=NOON)
    MistakeReport.objects.create(
        target=Target.MODEL, key="meta/a", field="x", value="1", language="en", reported_at=NOON
    )
    correct(DAY + timedelta(days=3))
    with time_machine.travel(NOON, tick=False), django_assert_max_num_queries(14):
        html = html_of(admin_client)
    assert "Data of 2026-05-12" in html
    assert "2026-05-12 12:00</a> rejected" in html
    assert "1 reported mistake" in html
    assert "1 doubtful match" in html
    assert "meta/a context</a> 2026-05-15" in html


def test_old_data_is_marked(admin_client):
    make_version()
    with time_machine.travel(NOON + timedelta(days=4), tick=False):
        assert "(4 days old)" in html_of(admin_client)


def test_the_age_of_no_data():
    assert data_age(DAY) is None


def test_corrections_lapse_in_order():
    correct(DAY + timedelta(days=14), "late")
    correct(DAY + timedelta(days=1), "soon")
    correct(DAY + timedelta(days=15), "not yet")
    correct(None, "never")
    assert [one.key for one in lapsing_corrections(DAY)] == ["soon", "late"]


def test_the_queue_is_counted_once(outlier, django_assert_num_queries):  # noqa: F811
    assert doubt_count() == 1
    with django_assert_num_queries(2):
        assert doubt_count() == 1


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_buttons_are_for_operators(client, django_user_model, prefix):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    assert "/pull/" not in html_of(client, prefix)
    assert "/rebuild/" not in html_of(client, prefix)
