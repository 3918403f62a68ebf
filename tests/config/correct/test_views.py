"""The admin's page of corrections: who may open it, what it refuses, and what readers then see."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission, User

from catalog.domain.corrections import FIELDS, Target
from catalog.editorial import Correction
from catalog.ingest.pull_lock import pull_lock
from tests.config.test_corrections import MODEL, SOURCE, acme, feed, say  # noqa: F401

pytestmark = pytest.mark.django_db
OFFER = {"target": "offer", "provider": "acme", "key": "llama-3.2-1b-instruct"}


def address(field="", **about):
    return "/admin/correct/?" + urlencode(OFFER | about | ({"field": field} if field else {}))


def filled(**said):
    return {
        "verdict": "feed-wrong",
        "typed": "0.01",
        "reason": "Three zeros lost.",
        "source": SOURCE,
    } | said


@pytest.fixture
def site(say, admin_client):  # noqa: F811
    say(feed())
    return admin_client


def errors(response):
    assert response.status_code == 200
    return [text for several in response.context["form"].errors.values() for text in several]


def test_works(site, client):
    page = site.get(address("prices.input")).content.decode()
    assert "models.dev value:</strong>" in page or "$5.00" in page
    response = site.post(address("prices.input"), filled(), follow=True)
    assert "Correction saved" in " ".join(map(str, response.context["messages"]))
    assert acme().input_price == Decimal("0.01")
    public = client.get(f"/models/{MODEL}/").content.decode()
    assert "Corrected on" in public
    assert "models.dev reports $5.00" in public
    assert "Three zeros lost." in public
    assert f'href="{SOURCE}"' in public


def test_the_field_shows_what_stands_and_can_be_ended(site):
    site.post(address("prices.input"), filled())
    correction = Correction.objects.get()
    form = site.get(address("prices.input")).context["form"]
    assert (form["typed"].value(), form["seen"].value()) == ("0.01", correction.pk)
    site.post(f"/admin/correct/{correction.pk}/end/")
    assert acme().input_price == 5
    told = site.post(f"/admin/correct/{correction.pk}/end/", follow=True)
    assert "already ended" in " ".join(map(str, told.context["messages"]))


def test_the_second_editor_is_told_and_loses_nothing(site):
    site.post(address("prices.input"), filled())
    told = site.post(address("prices.input"), filled(typed="0.02", reason="Mine.", seen=""))
    assert "Another editor (admin) decided on this field meanwhile: $0.010" in errors(told)[0]
    form = told.context["form"]
    assert (form["typed"].value(), form["reason"].value()) == ("0.02", "Mine.")
    assert acme().input_price == Decimal("0.01")
    again = {name: form[name].value() or "" for name in ("seen", "typed", "reason", "source")}
    site.post(address("prices.input"), again | {"verdict": "feed-wrong"})
    assert acme().input_price == Decimal("0.02")


def test_not_while_a_pull_runs(site):
    with pull_lock():
        assert "An update is running" in errors(site.post(address("context"), filled(typed="4")))[0]


@pytest.mark.parametrize(
    "about",
    [
        {"target": "offer", "key": "gone"},
        {"target": "planet"},
        {"target": "model", "provider": "", "key": "a\0b"},
        {"field": "fingerprint"},
    ],
    ids=["gone", "no such target", "NUL", "no such field"],
)
def test_nothing_to_correct_is_404(site, about):
    assert site.get(address(**about)).status_code == 404


@pytest.mark.parametrize(
    "target, provider, key",
    [
        ("offer", "acme", "llama-3.2-1b-instruct"),
        ("model", "", MODEL),
        ("provider", "", "acme"),
        ("maker", "", "meta"),
    ],
)
def test_every_target_has_a_page_with_all_fields(site, target, provider, key):
    about = {"target": target, "provider": provider, "key": key}
    rows = site.get(address(**about)).context["rows"]
    assert len(rows) == len(FIELDS[Target(target)])
    for field in FIELDS[Target(target)]:
        assert site.get(address(field, **about)).status_code == 200


PAGES = ["/admin/correct/", "/admin/correct/1/end/"]


@pytest.mark.parametrize("page", PAGES)
def test_only_an_editor_may(client, page):
    method = client.post if page.endswith("end/") else client.get
    assert method(page).status_code == 302
    staff = User.objects.create_user("staff", is_staff=True)
    client.force_login(staff)
    assert method(page).status_code == 403
    names = ["add_correction", "change_correction"]
    staff.user_permissions.set(Permission.objects.filter(codename__in=names))
    assert method(page).status_code == 404  # no such row


def test_the_admin_links_it(site):
    page = site.get(f"/admin/catalog/offering/{acme().pk}/change/").content.decode()
    assert "/admin/correct/?target=offer&amp;provider=acme&amp;key=llama-3.2-1b-instruct" in page


@pytest.fixture
def rebuilds(monkeypatch):
    """The processes that pages start; none runs."""
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr("config.correct.views.start_process", lambda *words: started.append(words))
    return started


def test_a_past_first_day_starts_a_rebuild(site, say, rebuilds):  # noqa: F811
    say(feed(price=6), 1)
    told = site.post(address("prices.input"), filled(first_day="2026-05-12"), follow=True)
    assert "Past days are being recalculated" in " ".join(map(str, told.context["messages"]))
    assert rebuilds == [("rebuild",)]
    page = " ".join(told.content.decode().split())
    assert "since 2026-05-12" in page
    assert "(past days are still to be recalculated)" in page
    form = site.get(address("prices.input")).context["form"]
    assert str(form["first_day"].value()) == "2026-05-12"
    site.post(f"/admin/correct/{Correction.objects.get().pk}/end/", {"wholly": "yes"})
    assert Correction.objects.get().waiting_ended_on is None  # no day had begun to hold


def test_without_one_nothing_is_rebuilt(site, rebuilds):
    site.post(address("prices.input"), filled(first_day="2026-05-12"))
    site.post(f"/admin/correct/{Correction.objects.get().pk}/end/")
    assert rebuilds == []


def test_undoing_on_all_days_starts_a_rebuild(site, say, rebuilds):  # noqa: F811
    site.post(address("prices.input"), filled())
    say(feed(price=6), 1)
    site.post(f"/admin/correct/{Correction.objects.get().pk}/end/", {"wholly": "yes"})
    assert rebuilds == [("rebuild",)]
    assert Correction.objects.get().waiting_ended_on is not None


def test_the_page_is_chinese_too(site):
    page = site.get("/zh-hant" + address("context")).content.decode()
    assert "models.dev 的值" in page
