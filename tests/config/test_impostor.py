"""A new provider that lies plausibly: from the pull to the pages, it leads nowhere."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from catalog.as_of.catalogue import read_catalogue
from catalog.domain.newcomers import MANY
from catalog.domain.price_doubts import DoubtfulPrice, PriceDoubt
from catalog.ingest.batch import Batch
from catalog.models import CanonicalModel, Offering, Provider, TrustedProvider
from config.daily.pull import pull
from config.daily.rebuild import rebuild
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


def newcomer(usd: float, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return a provider that sells these models at one price, below that of everyone else."""
    cost = {"input": usd, "output": usd}
    return payload(
        cheap={own: offering(own, name=own, cost=cost, last_updated="2026-05-02") for own in ids}
    )


@pytest.mark.parametrize("usd", [0.3, 0.2])  # the others ask 1 to 3, so within a factor of ten
def test_a_new_provider_within_tenfold_is_neither_recommended_nor_the_reference(
    tmp_path: Any, usd: float
) -> None:
    content = payload(**honest())
    pull(write(tmp_path / "1.json", content), day=date(2026, 5, 1), now=NOW)
    content |= newcomer(usd, IDS)
    pull(write(tmp_path / "2.json", content), day=date(2026, 5, 2), now=NOW)
    for _again in range(2):
        rows = Offering.objects.filter(provider__key="cheap")
        assert set(rows.values_list("price_doubt", "price_median")) == {("new", 1)}
        for model in CanonicalModel.objects.all():
            assert model.recommended.provider.key == "groq"
            assert model.representative.provider.key != "cheap"
        past = read_catalogue(date(2026, 5, 2))
        assert {o.price_doubt for o in past.offerings if o.provider.key == "cheap"} == {"new"}
        rebuild()


def later(tmp_path: Any, content: dict[str, Any], day: int) -> set[str]:
    """Pull a payload with one more model; return the doubts of the new provider's prices."""
    content["groq"]["models"][f"other-{day}b"] = offering(f"other-{day}b")
    pull(write(tmp_path / f"{day}.json", content), day=date(2026, 5, day), now=NOW)
    rows = Offering.objects.filter(provider__key="cheap")
    return set(rows.values_list("price_doubt", flat=True))


@pytest.fixture
def held(tmp_path: Any) -> dict[str, Any]:
    content: dict[str, Any] = payload(**honest())
    pull(write(tmp_path / "1.json", content), day=date(2026, 5, 1), now=NOW)
    content |= newcomer(0.3, IDS)
    assert later(tmp_path, content, 2) == {"new"}
    return content


def test_after_a_week_it_is_one_of_the_others(held: dict[str, Any], tmp_path: Any) -> None:
    assert later(tmp_path, held, 8) == {"new"}
    assert later(tmp_path, held, 9) == {""}
    assert CanonicalModel.objects.get(slug="llama-1b").recommended.provider.key == "cheap"


def test_an_established_price_nearby_corroborates_it(held: dict[str, Any], tmp_path: Any) -> None:
    for own in IDS:
        held["nvidia"]["models"][own]["cost"] = {"input": 0.5, "output": 0.5}
    assert later(tmp_path, held, 3) == {""}


def test_an_operator_accepts_it_once(held: dict[str, Any], tmp_path: Any) -> None:
    call_command("trust", "cheap")
    call_command("trust", "cheap")
    assert later(tmp_path, held, 3) == {""}
    rebuild()
    assert TrustedProvider.objects.get().key == "cheap"
    assert not Offering.objects.filter(provider__key="cheap", price_doubt="new").exists()
    call_command("trust", "cheap", "--undo")
    assert later(tmp_path, held, 4) == {"new"}
    with pytest.raises(CommandError, match="no provider 'nobody'"):
        call_command("trust", "nobody")


def test_a_correction_of_one_model_keeps_what_other_models_showed(tmp_path: Any) -> None:
    """A correction derives its own models alone; most prices of the provider are elsewhere."""
    ids = [f"llama-{n}b" for n in range(1, MANY + 2)]
    content = {
        key: payload(**{key: {own: offering(own, name=own, cost=cost) for own in ids}})[key]
        for key, cost in (
            ("groq", {"input": 1, "output": 1}),
            ("nvidia", {"input": 2, "output": 2}),
        )
    }
    pull(write(tmp_path / "1.json", content), day=date(2026, 5, 1), now=NOW)
    content |= newcomer(0.7, ids)
    pull(write(tmp_path / "2.json", content), day=date(2026, 5, 2), now=NOW)
    batch = Batch.of_models(["meta/llama-1b"], day=date(2026, 5, 2))
    assert batch.price_doubts == {("cheap", "llama-1b"): DoubtfulPrice(PriceDoubt.NEW, Decimal(1))}
