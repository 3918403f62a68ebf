"""A batch: identities cut to their columns, candidates by model, unreadable rows carried forward."""

from datetime import date

import pytest
from django.utils import timezone

from catalog.domain.prices import PriceState
from catalog.ingest.apply import apply_payload
from catalog.ingest.batch import LONGEST_DOUBT, LONGEST_MAKER, LONGEST_SLUG, Batch
from catalog.ingest.rebuild_state import NO_STATE
from catalog.models import Offering, Provider
from tests.payloads import offering, payload, read

pytestmark = pytest.mark.django_db
DAY, NEXT_DAY = date(2026, 5, 1), date(2026, 5, 2)
GPT = offering("gpt-5", name="GPT-5")


def batch_of(content, day=DAY):
    return Batch.of(read(content), day=day, last_seen=DAY, rebuild_state=NO_STATE)


def apply(content):
    apply_payload(read(content), day=DAY, last_seen=DAY)


def test_offerings_are_candidates_of_their_model():
    batch = batch_of(payload(openai={"gpt-5": GPT}, acme={"openai/gpt-5": GPT, "glm-5": GPT}))
    assert {path: len(of_it) for path, of_it in batch.candidates.items()} == {
        "openai/gpt-5": 2,
        "zhipuai/glm-5": 1,
    }


def test_the_makers_own_providers_are_ranked():
    batch = batch_of(payload(google={"gemini-9": GPT}, **{"google-vertex": {"gemini-9": GPT}}))
    ranks = {c.provider: c.own_rank for c in batch.candidates["google/gemini-9"]}
    assert ranks == {"google": 0, "google-vertex": 1}


def test_a_makers_provider_is_not_its_own_for_anothers_model():
    batch = batch_of(payload(google={"claude-opus-9": GPT}))
    assert [c.own_rank for c in batch.candidates["anthropic/claude-opus-9"]] == [None]


def test_stored_offerings_are_read_before_the_payload_is_applied():
    apply(payload(acme={"gpt-5": GPT}))
    stored = batch_of(payload(acme={}), NEXT_DAY).stored
    assert list(stored) == [("acme", "gpt-5")]
    assert stored["acme", "gpt-5"].model_path == "openai/gpt-5"
    assert stored["acme", "gpt-5"].first_seen == DAY


def test_identities_are_cut_to_their_columns():
    upstream = "x" * 150 + "/" + "y" * 145
    batch = batch_of(payload(acme={"m": offering(canonical_model_id=upstream)}))
    identity = batch.identities["acme", "m"]
    assert len(identity.maker) == LONGEST_MAKER
    assert len(identity.slug) <= LONGEST_SLUG
    assert len(identity.doubt or "") <= LONGEST_DOUBT


def test_an_unreadable_offering_is_carried_forward():
    apply(payload(acme={"gpt-5": GPT}))
    batch = batch_of(payload(acme={"gpt-5": GPT | {"cost": 7}}), NEXT_DAY)
    assert batch.payload.offerings["acme", "gpt-5"].facts.name == "GPT-5"


def test_an_unreadable_provider_is_carried_forward_with_its_offerings():
    apply(payload(acme={"gpt-5": GPT}))
    content = payload(acme={"gpt-5": GPT}, other={})
    content["acme"]["name"] = 7
    batch = batch_of(content, NEXT_DAY)
    assert batch.payload.providers["acme"].name == "Acme"
    assert ("acme", "gpt-5") in batch.payload.offerings


def test_a_withdrawn_offering_is_not_carried_forward():
    apply(payload(acme={"gpt-5": GPT}))
    Offering.objects.update(withdrawn_on=timezone.now())
    batch = batch_of(payload(acme={"gpt-5": GPT | {"cost": 7}}), NEXT_DAY)
    assert ("acme", "gpt-5") not in batch.payload.offerings


def test_an_unreadable_key_is_never_a_query_parameter():
    apply(payload(acme={"gpt-5": GPT}))
    batch = batch_of(payload(acme={"a\x00b": GPT}, **{"b\x00": {}}), NEXT_DAY)
    assert batch.payload.offerings == {}


def test_a_withdrawal_keeps_its_first_day():
    batch = batch_of(payload(acme={}), NEXT_DAY)
    old, new = Provider(first_seen=DAY), Provider(first_seen=NEXT_DAY)
    assert batch.withdrawal(old) == {"withdrawn_on": NEXT_DAY, "last_seen": DAY}
    # It came with an earlier payload of the day on which it went.
    assert batch.withdrawal(new) == {"withdrawn_on": NEXT_DAY, "last_seen": NEXT_DAY}
    assert batch.withdrawal(Provider(withdrawn_on=DAY)) == {}


@pytest.mark.parametrize(
    "provider, model_id, cost, state",
    [
        ("acme", "m", {"input": 1, "output": 2}, PriceState.PRICED),
        ("acme", "m:free", {"input": 0, "output": 0}, PriceState.FREE),
        ("acme", "m", {"input": 0, "output": 0}, PriceState.UNKNOWN),
        ("acme-coding-plan", "m", {"input": 1, "output": 2}, PriceState.PLAN),
        ("acme", "m", None, PriceState.UNKNOWN),
    ],
)
def test_price_state_of(provider, model_id, cost, state):
    listed = read(payload(**{provider: {model_id: offering(cost=cost)}}))
    batch = Batch.of(listed, day=DAY, last_seen=DAY, rebuild_state=NO_STATE)
    assert batch.price_state_of(listed.offerings[provider, model_id]) is state
