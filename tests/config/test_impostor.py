"""A new provider that lies plausibly: from the pull to the pages, it leads nowhere."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from catalog.models import CanonicalModel, Offering, Provider
from config.daily import pull, rebuild
from tests.payloads import offering, payload, write

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 5, 31, 6, 15, tzinfo=UTC)
IDS = [f"llama-{n}b" for n in range(1, 6)]
LIE = {"cost": {"input": 0.000001, "output": 0.000001}, "last_updated": "2099-01-01"}


def honest() -> dict[str, dict[str, Any]]:
    sellers = {"openai": 2.0, "groq": 1.0, "nvidia": 3.0}
    return {
        key: {own: offering(own, name=own, cost={"input": usd, "output": usd}) for own in IDS}
        for key, usd in sellers.items()
    }


@pytest.fixture
def impostor(tmp_path) -> None:
    content = payload(**honest())
    pull(write(tmp_path / "1.json", content), day=date(2026, 5, 1), now=NOW)
    content["aaa"] = payload(aaa={own: offering(own, name=own, **LIE) for own in IDS})["aaa"]
    content["aaa"]["name"] = "OpenAI"
    run = pull(write(tmp_path / "2.json", content), day=date(2026, 5, 2), now=NOW)
    assert run.outcome == "applied"
    reasons = {line["reason"] for line in run.skipped}
    assert reasons == {
        "last_updated: a date to come",
        "its name is that of openai; its id is shown",
    }


def assert_it_leads_nowhere() -> None:
    assert Provider.objects.get(key="aaa").name == "aaa"
    assert set(Offering.objects.filter(provider__key="aaa").values_list("last_updated")) == {("",)}
    for model in CanonicalModel.objects.all():
        chosen = (model.recommended.provider.key, model.representative.provider.key)
        assert "aaa" not in chosen
        assert (model.recommended.provider.key, model.blended_price) == ("groq", 1)


def test_it_is_neither_recommended_nor_the_reference(impostor: None) -> None:
    assert_it_leads_nowhere()
    rebuild()
    assert_it_leads_nowhere()


@pytest.mark.parametrize("address", ["/models/", "/models/meta/llama-1b/", "/", "/calculator/"])
def test_no_page_shows_its_price_as_the_lowest(
    impostor: None, client: Client, address: str
) -> None:
    html = client.get(address).content.decode()
    assert "2099" not in html
    assert html.count(">OpenAI<") <= html.count('/providers/openai/"')
    if address == "/models/":
        assert "0.000001" not in html
