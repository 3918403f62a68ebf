"""Reporting a mistake: what is stored, what is refused, and what a program learns."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from catalog.editorial import MistakeReport
from pages.mistakes.throttle import PER_ADDRESS
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
PAGE = "/data-quality/report/"
OFFER = {"target": "offer", "provider": "acme", "key": "a/m"}
SAID = {"field": "prices.input", "value": "$0.50", "source": "https://acme.example/"}


@pytest.fixture(autouse=True)
def catalogue():
    make_version()
    make_offering(make_model("meta/m"), "acme", "a/m", input_price="5", output_price="15")


def address(**about):
    return f"{PAGE}?{urlencode(OFFER | about)}"


def test_works(client):
    response = client.post("/zh-hant" + address(), SAID | {"remark": "<b>One zero too many</b>"})
    assert response.context["sent"]
    report = MistakeReport.objects.get()
    assert (report.address, report.field, report.value) == ("acme a/m", "prices.input", "$0.50")
    assert (report.shown, report.language, report.state) == ("$5.00", "zh-hant", "new")


def test_the_model_page_leads_to_each_of_its_offers(client):
    assert f"{PAGE}?model=meta/m" in client.get("/models/meta/m/").content.decode()
    choices = client.get(f"{PAGE}?model=meta/m").context["choices"]
    assert [choice.name for choice in choices] == ["meta/m", "a/m"]
    for choice in choices:
        assert client.get(f"{PAGE}?{choice.query}").context["form"]


def test_the_field_is_chosen_already(client):
    form = client.get(address(field="context")).context["form"]
    assert form["field"].value() == "context"


def test_nothing_typed_is_lost(client):
    form = client.post(address(), SAID | {"source": "not a link"}).context["form"]
    assert form.errors.keys() == {"source"}
    assert form["value"].value() == "$0.50"
    assert not MistakeReport.objects.exists()


def test_a_program_is_thanked_and_ignored(client):
    assert client.post(address(), SAID | {"homepage": "x"}).context["sent"]
    assert not MistakeReport.objects.exists()


def test_too_many_are_refused(client):
    answers = [client.post(address(), SAID).status_code for _ in range(PER_ADDRESS + 1)]
    assert answers == [200] * PER_ADDRESS + [429]
    assert MistakeReport.objects.count() == PER_ADDRESS


def test_without_a_token_it_is_refused():
    assert Client(enforce_csrf_checks=True).post(address(), SAID).status_code == 403


@pytest.mark.parametrize("about", [{"target": "x"}, {"key": "gone"}, {"provider": "a\0"}], ids=str)
def test_nothing_of_that_address_is_404(client, about):
    assert client.get(address(**about)).status_code == 404


@pytest.mark.parametrize("query", ["", "?model=nobody/nothing", "?model=%00"])
def test_without_an_offer_it_says_where_to_find_it(client, query):
    assert client.get(PAGE + query).status_code == 200
