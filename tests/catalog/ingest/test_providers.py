"""Makers and providers: added, changed, withdrawn, counted."""

from datetime import date, timedelta

import pytest

from catalog.ingest.apply import apply_payload
from catalog.models import Maker, Provider
from tests.payloads import offering, payload, read

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
FREE = offering("x", cost={"input": 0, "output": 0})


def apply(content, day=0):
    on = DAY + timedelta(days=day)
    apply_payload(read(content), day=on, last_seen=max(DAY, on - timedelta(days=1)))


def test_makers_of_models_and_owners_of_providers_are_added():
    apply(payload(openai={}, acme={"anthropic/claude-opus-9": offering()}))
    assert set(Maker.objects.values_list("slug", flat=True)) == {"openai", "anthropic"}


def test_an_unknown_maker_is_named_by_its_slug():
    apply(payload(acme={"new-lab/first-model": offering()}))
    assert Maker.objects.get(slug="new-lab").name == "New Lab"


def test_a_maker_is_added_once():
    apply(payload(openai={"gpt-9": offering()}))
    pk = Maker.objects.get(slug="openai").pk
    apply(payload(openai={"gpt-9": offering(), "gpt-10": offering()}), day=1)
    assert Maker.objects.get(slug="openai").pk == pk


def test_offerings_are_counted():
    apply(payload(acme={"a": offering(), "b": FREE}, empty={}))
    counts = Provider.objects.order_by("key").values_list("offering_count", "priced_count")
    assert list(counts) == [(2, 1), (0, 0)]


def test_a_changed_provider_is_written():
    content = payload(acme={"a": offering()})
    apply(content)
    content["acme"] |= {"name": "ACME", "doc": "https://acme.example/docs"}
    apply(content, day=1)
    provider = Provider.objects.get()
    assert (provider.name, provider.doc_url) == ("ACME", "https://acme.example/docs")
    assert provider.first_seen == DAY


def test_a_missing_provider_is_withdrawn_on_the_first_day_without_it():
    apply(payload(acme={"a": offering()}, other={}))
    apply(payload(other={}), day=3)
    apply(payload(other={}), day=4)
    provider = Provider.objects.get(key="acme")
    assert provider.withdrawn_on == DAY + timedelta(days=3)
    assert provider.last_seen == DAY + timedelta(days=2)
    assert (provider.offering_count, provider.priced_count) == (0, 0)


def test_a_provider_that_comes_back_is_live():
    apply(payload(acme={"a": offering()}, other={}))
    apply(payload(other={}), day=1)
    apply(payload(acme={"a": offering()}, other={}), day=2)
    provider = Provider.objects.get(key="acme")
    assert (provider.withdrawn_on, provider.last_seen, provider.first_seen) == (None, None, DAY)
