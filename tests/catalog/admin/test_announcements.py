"""Recording announced facts in the admin: by kind, with source, published at once."""

from datetime import date

import pytest

from catalog.editorial import Announcement, AnnouncementKind
from catalog.models import CatalogueVersion
from tests.catalog.test_editorial import SOURCE, announce
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
ADD = "/admin/catalog/announcement/add/"
LIST = "/admin/catalog/announcement/"
OFFER = {"target": "offer", "provider": "acme", "key": "m"}


@pytest.fixture(autouse=True)
def catalogue():
    make_version()
    make_offering(make_model("meta/m"), "acme", "m", input_price="1", output_price="2")
    make_model("meta/n")


def said(kind, typed="", **others):
    stated = OFFER | {"kind": kind, "typed": typed, "source": SOURCE, "checked_on": "2026-05-12"}
    return stated | others


STORED = [
    (said("retirement", first_day="2026-12-31"), None),
    (said("successor", "meta/n"), "meta/n"),
    (
        said("price", "input=2.50 output=10", first_day="2027-01-01"),
        {"input": "2.5", "output": "10"},
    ),
    (
        said("promotion", "input=0.5", first_day="2026-05-01", last_day="2026-06-30"),
        {"input": "0.5"},
    ),
    (said("retention", "30 days"), "30 days"),
    (said("training", "no"), False),
    (said("quantization", "fp8"), "fp8"),
]


@pytest.mark.parametrize("form, value", STORED, ids=[form["kind"] for form, _value in STORED])
def test_works(admin_client, admin_user, form, value):
    assert admin_client.post(ADD, form).status_code == 302
    stored = Announcement.objects.get()
    assert (stored.kind, stored.value, stored.recorded_by) == (form["kind"], value, admin_user)
    assert CatalogueVersion.objects.count() == 2
    page = admin_client.get(f"{LIST}{stored.pk}/change/")
    again = page.context["adminform"].form["typed"].value() or ""
    assert (
        admin_client.post(f"{LIST}{stored.pk}/change/", form | {"typed": again}).status_code == 302
    )
    stored.refresh_from_db()
    assert stored.value == value


def test_every_kind_is_recorded():
    assert {form["kind"] for form, _value in STORED} == set(AnnouncementKind.values)


REFUSED = {
    "no source": said("retention", "30 days", source=""),
    "a script": said("retention", "30 days", source="javascript:alert(1)"),
    "no day": said("retirement"),
    "no such model": said("successor", "meta/nothing"),
    "a NUL": said("successor", "meta/\0"),
    "no price": said("price", "", first_day="2027-01-01"),
    "no such component": said("price", "inputs=1", first_day="2027-01-01"),
    "a negative price": said("price", "input=-1", first_day="2027-01-01"),
    "neither yes nor no": said("training", "maybe"),
    "checked in the future": said("training", "no", checked_on="2099-01-01"),
    "of a provider": said("training", "no", target="provider", provider="", key="acme"),
    "of a model": said("training", "no", target="model", provider="", key="meta/m"),
    "not on sale": said("training", "no", key="gone"),
    "ends before": said("promotion", "input=1", first_day="2027-01-02", last_day="2027-01-01"),
}


@pytest.mark.parametrize("form", REFUSED.values(), ids=REFUSED)
def test_refuses(admin_client, form):
    response = admin_client.post(ADD, form)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert not Announcement.objects.exists()


def test_is_taken_back_and_never_deleted(admin_client):
    row = announce("quantization", value="fp8")
    assert admin_client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    admin_client.post(LIST, {"action": "take_back", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.withdrawn_at
    assert not Announcement.objects.standing().exists()


def test_a_cancelled_price_stands(admin_client):
    form = said("price", "input=2", first_day="2027-01-01", cancelled_on="2026-06-01")
    admin_client.post(ADD, form)
    assert Announcement.objects.standing().get().cancelled_on == date(2026, 6, 1)


def test_the_offers_page_leads_to_it(admin_client):
    offer = make_offering(make_model("meta/o"), "beta", "o")
    page = admin_client.get(f"/admin/catalog/offering/{offer.pk}/change/").content.decode()
    assert f"{ADD}?target=offer&amp;provider=beta&amp;key=o" in page
