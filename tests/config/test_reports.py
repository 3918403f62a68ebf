"""The inbox of reported mistakes: accepted by correcting the value, declined, exported."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from catalog.editorial import Correction, MistakeReport
from tests.config.correct.test_views import OFFER, filled
from tests.config.test_corrections import NOW, SOURCE, acme, feed, say  # noqa: F401

pytestmark = pytest.mark.django_db
ACCEPTED = "/admin/reports/"


@pytest.fixture
def report(say):  # noqa: F811
    say(feed())
    about = {"target": OFFER["target"], "provider": OFFER["provider"], "key": OFFER["key"]}
    said = {"field": "prices.input", "value": "0.01", "source": SOURCE, "remark": "A |typo|."}
    return MistakeReport.objects.create(**about, **said, shown="$5.00", reported_at=NOW)


def accept(admin_client, report):
    form = admin_client.get(f"/admin/correct/?{report.correction_query}").context["form"]
    said = {name: form[name].value() for name in ("typed", "source", "reason", "report")}
    admin_client.post(f"/admin/correct/?{report.correction_query}", filled(**said))
    report.refresh_from_db()


def test_works(admin_client, report):
    page = admin_client.get(f"/admin/catalog/mistakereport/{report.pk}/change/").content.decode()
    assert report.correction_query.replace("&", "&amp;") in page
    accept(admin_client, report)
    assert acme().input_price == Decimal("0.01")
    assert (report.state, report.correction) == ("accepted", Correction.objects.get())
    assert report.decided_by == User.objects.get()


def test_declines_once(admin_client, report):
    where = f"/admin/report/{report.pk}/decline/"
    assert "declined" in str(admin_client.post(where, follow=True).context["messages"]._loaded_data)
    report.refresh_from_db()
    assert (report.state, acme().input_price) == ("declined", 5)
    told = admin_client.post(where, follow=True).context["messages"]
    assert "meanwhile" in " ".join(map(str, told))


def test_a_decided_report_is_not_accepted_again(admin_client, report):
    admin_client.post(f"/admin/report/{report.pk}/decline/")
    accept_form = admin_client.get(f"/admin/correct/?{report.correction_query}").context["form"]
    assert not accept_form["typed"].value()


def test_exports_for_upstream(admin_client, report):
    accept(admin_client, report)
    rows = admin_client.get(ACCEPTED).content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("offer,acme,llama-3.2-1b-instruct,prices.input,$5.00,0.01,A |typo|.,")
    listed = admin_client.get(f"{ACCEPTED}?format=md")
    assert listed["Content-Type"].startswith("text/markdown")
    assert "prices.input is 0.01, not $5.00. A \\|typo\\|." in listed.content.decode()


def test_only_accepted_ones_are_exported(admin_client, report):
    assert len(admin_client.get(ACCEPTED).content.decode().splitlines()) == 1


@pytest.mark.parametrize("method, page", [("post", "/admin/report/1/decline/"), ("get", ACCEPTED)])
def test_only_an_editor_may(client, method, page):
    assert getattr(client, method)(page).status_code == 302
    client.force_login(User.objects.create_user("staff", is_staff=True))
    assert getattr(client, method)(page).status_code == 403


def test_an_editor_who_accepts_what_another_declined_is_told(admin_client, report):
    page = f"/admin/correct/?{report.correction_query}"
    form = {"verdict": "feed-wrong", "typed": "0.01", "reason": "x", "report": report.pk}
    form |= {"source": "https://maker.example/prices"}
    admin_client.post(f"/admin/report/{report.pk}/decline/")
    html = admin_client.post(page, form).content.decode()
    assert "Another editor decided on this report meanwhile." in html
    assert 'value="0.01"' in html
    assert not Correction.objects.exists()
    # Saved again, the value is corrected, and the report stays declined.
    assert admin_client.post(page, form | {"report": ""}).status_code == 302
    report.refresh_from_db()
    assert (report.state, Correction.objects.count()) == ("declined", 1)
