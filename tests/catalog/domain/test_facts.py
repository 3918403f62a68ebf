"""Facts of a model, derived from its offerings."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalog.domain.facts import (
    VOTED,
    CandidateOffering,
    Conflict,
    ModelFacts,
    conflict_to_json,
    model_facts,
)
from catalog.domain.price_doubts import DoubtfulPrice, PriceDoubt
from catalog.domain.prices import Prices, PriceState, price_state
from catalog.domain.records import OfferingFacts
from catalog.identity.canonicalise import canonicalise
from tests.payloads import read

GOLDEN = Path(__file__).parents[2] / "data" / "llama-3-2-1b.json"


def channel(provider: str = "acme", *, own: int | None = None, **stated: Any) -> CandidateOffering:
    """Make a channel; `cost` gives its input and output price, `id` the provider's model id."""
    model_id, cost = stated.pop("id", "m"), stated.pop("cost", (None, None))
    prices = Prices(*(None if price is None else Decimal(price) for price in cost))
    state = price_state(prices, provider=provider, provider_model_id=model_id)
    facts = OfferingFacts(**{"name": "Llama"} | stated, prices=prices)
    return CandidateOffering(provider, model_id, facts, state, own)


def facts(*channels: CandidateOffering, slug: str = "llama") -> ModelFacts:
    return model_facts(slug, channels)


# The reference page: the five channels of 12 May 2026, and a sixth that is another model's


@pytest.fixture(scope="module")
def golden() -> ModelFacts:
    records = read(json.loads(GOLDEN.read_text())).offerings
    identities = canonicalise(record.listing for record in records.values())
    assert identities.pop(("vercel", "meta/llama-3.2-1b")).id == "meta/llama-3-2-1b"
    assert {identity.id for identity in identities.values()} == {"meta/llama-3-2-1b-instruct"}
    channels = [
        CandidateOffering(
            *key,
            records[key].facts,
            price_state(records[key].facts.prices, provider=key[0], provider_model_id=key[1]),
        )
        for key in identities
    ]
    return model_facts("llama-3-2-1b-instruct", channels)


def test_the_reference_offerings(golden: ModelFacts) -> None:
    assert golden.representative.key == ("chutes", "unsloth/Llama-3.2-1B-Instruct")
    assert golden.recommended is not None
    assert golden.recommended.provider == "inference"
    assert (golden.channel_count, golden.provider_count) == (5, 5)


def test_the_reference_facts(golden: ModelFacts) -> None:
    stated = golden.stated
    assert stated == golden.representative.facts
    assert (golden.name, golden.family) == ("Llama 3.2 1B Instruct", "llama")
    assert (stated.context, stated.max_output) == (16384, 8192)
    assert (stated.tool_calling, stated.reasoning, stated.structured_output) == (
        False,
        False,
        None,
    )
    assert (golden.released, golden.knowledge) == ("2024-09-18", "2023-12")
    assert (golden.vision, golden.audio, golden.pdf) == (False, False, False)


def test_the_reference_prices(golden: ModelFacts) -> None:
    assert golden.prices == Prices(Decimal("0.01"), Decimal("0.01"))
    assert golden.prices.blended == Decimal("0.01")
    assert golden.prompt_caching is True


def test_the_reference_conflicts(golden: ModelFacts) -> None:
    assert golden.conflicts == (
        Conflict("context_window", ("16000", "16384", "60000", "128000")),
        Conflict(
            "release_date", ("2024-09-18", "2025-01-01", "2025-04-03", "2026-01-27"), span_days=496
        ),
    )


# Which channel represents the model

NEW, OLD = "2026-05-01", "2025-05-01"
REPRESENTATIVES = {
    "the newest": ([channel("a", last_updated=OLD), channel("b", last_updated=NEW)], "b"),
    "a partial date is its first day": (
        [channel("a", last_updated="2026-05"), channel("b", last_updated="2026-05-02")],
        "b",
    ),
    "any date before none": ([channel("a"), channel("b", last_updated="2024")], "b"),
    "then the one that says most": ([channel("a"), channel("b", family="llama")], "b"),
    "a no says something": ([channel("a"), channel("b", reasoning=False)], "b"),
    "then by provider": ([channel("b"), channel("a")], "a"),
    "then by the provider's id": ([channel("a", id="y"), channel("a", id="x", name="X")], "a"),
    "the maker's own before the newest": (
        [channel("a", last_updated=NEW), channel("b", own=0, last_updated=OLD)],
        "b",
    ),
    "the first of the maker's own": (
        [channel("a", own=1, last_updated=NEW), channel("b", own=0, last_updated=OLD)],
        "b",
    ),
    "the newest within it": (
        [channel("b", own=1, last_updated=OLD), channel("b", own=1, id="n", last_updated=NEW)],
        "b",
    ),
}


@pytest.mark.parametrize("channels, expected", REPRESENTATIVES.values(), ids=REPRESENTATIVES)
def test_the_representative_offering(channels: list[CandidateOffering], expected: str) -> None:
    assert facts(*channels).representative.provider == expected
    assert facts(*reversed(channels)).representative == facts(*channels).representative


# Whom most channels outvote

SMALL, LARGE = 8_000, 131_072
VOTES: dict[str, tuple[list[int | None], int | None]] = {
    "more than half": ([SMALL, LARGE, LARGE, None, LARGE], LARGE),
    "half is not more": ([SMALL, SMALL, LARGE, LARGE], SMALL),
    "silence is no vote": ([SMALL, LARGE, LARGE, None, None, None], LARGE),
    "one is no majority": ([None, LARGE, None, None], None),
    "two are enough": ([None, LARGE, LARGE], LARGE),
    "silence outvotes nobody": ([SMALL, None, None, None], SMALL),
    "a tie behind silence": ([None, SMALL, LARGE], None),
}


def channels_of(values: list[Any], fact: str, **first: Any) -> list[CandidateOffering]:
    """Make a channel for each value; the first represents the model."""
    one, *others = ({fact: value} for value in values)
    rest = [channel(f"b{n}", **stated) for n, stated in enumerate(others)]
    return [channel("a", last_updated=NEW, **one, **first), *rest]


@pytest.mark.parametrize("contexts, expected", VOTES.values(), ids=VOTES)
def test_a_majority_outvotes_the_representative(
    contexts: list[int | None], expected: int | None
) -> None:
    found = facts(*channels_of(contexts, "context"))
    assert found.representative.facts.context == contexts[0]
    assert found.stated.context == expected


def test_no_majority_outvotes_the_makers_own_offering() -> None:
    contexts = [SMALL, LARGE, LARGE, LARGE]
    assert facts(*channels_of(contexts, "context", own=0)).stated.context == SMALL


def test_a_majority_speaks_where_the_makers_own_offering_is_silent() -> None:
    said = [None, True, True, False, None, None]
    found = facts(*channels_of(said, "structured_output", own=0))
    assert found.stated.structured_output is True
    assert found.reports["structured_output"] == (2, 1, 3)


@pytest.mark.parametrize("fact", VOTED)
def test_every_fact_that_is_voted_on_is_one(fact: str) -> None:
    value = ("text", "image") if fact.endswith("modalities") else True
    found = facts(*channels_of([None, value, value], fact))
    assert getattr(found.stated, fact) == value


def test_image_input_follows_the_majority() -> None:
    taken = [("text",), ("text", "image"), ("text", "image")]
    assert facts(*channels_of(taken, "input_modalities")).vision is True


# Which channel is recommended

RECOMMENDED = {
    "none is priced": ([channel("a"), channel("b", cost=(0, 0))], None),
    "a free one is not priced": ([channel("a", id="m:free", cost=(0, 0))], None),
    "a plan is not priced": ([channel("a-plan", cost=(1, 1))], None),
    "half a price is none": ([channel("a", cost=(0, None)), channel("b", cost=(9, 9))], "b"),
    "the lowest blend": ([channel("a", cost=(1, 8)), channel("b", cost=(2, 3))], "b"),
    "then by provider": ([channel("b", cost=(1, 1)), channel("a", cost=(1, 1))], "a"),
    "the maker's own before the cheapest": (
        [channel("a", cost=(1, 1)), channel("b", own=0, cost=(9, 9))],
        "b",
    ),
    "unless it has no price": (
        [channel("a", cost=(1, 1)), channel("b", own=0, cost=(0, 0))],
        "a",
    ),
    "the next of the maker's own": (
        [channel("a", cost=(1, 1)), channel("b", own=0), channel("c", own=1, cost=(5, 5))],
        "c",
    ),
}


@pytest.mark.parametrize("channels, expected", RECOMMENDED.values(), ids=RECOMMENDED)
def test_the_recommended_offering(channels: list[CandidateOffering], expected: str | None) -> None:
    for some in (channels, channels[::-1]):
        found = facts(*some)
        assert (found.recommended.provider if found.recommended else None) == expected
        if expected is None:
            assert found.prices == Prices()


# The rest


RELEASES = [
    (["2025-01-01", "2024-09-18"], "2024-09-18"),
    (["2024-09", "2024-09-18"], "2024-09"),
    (["2024", "2024-01", "2024-01-01"], "2024-01-01"),
    (["2024", "2023-12-31"], "2023-12-31"),
    (["", "2025"], "2025"),
    (["2024-01-01", "2025-08-05", "2025-08-05"], "2025-08-05"),
    (["2024-01-01", "2025-08-05", "2025-08-05", ""], "2024-01-01"),
    (["", ""], ""),
]


@pytest.mark.parametrize("stated, expected", RELEASES)
def test_released_is_the_majoritys_day_else_the_earliest(stated: list[str], expected: str) -> None:
    assert facts(*(channel(released=day) for day in stated)).released == expected


def test_released_is_the_makers_own_day() -> None:
    resold = [channel(f"b{n}", released="2025-01-01") for n in range(3)]
    assert facts(channel("a", own=0, released="2025-08-07"), *resold).released == "2025-08-07"
    assert facts(channel("a", own=0), *resold).released == "2025-01-01"


CUTOFFS = [
    (["2024-01", "2023-12", "2023-12"], "2024-01"),
    (["", "2024-06", "2023-12", "2023-12"], "2023-12"),
    (["", "2024-06", "2023-12"], "2023-12"),
    (["", ""], ""),
]


@pytest.mark.parametrize("stated, expected", CUTOFFS)
def test_knowledge_is_the_representatives_else_the_most_common(
    stated: list[str], expected: str
) -> None:
    first, *others = stated
    channels = [channel("a", knowledge=first, last_updated=NEW)]
    channels += [channel(f"b{n}", knowledge=cutoff) for n, cutoff in enumerate(others)]
    assert facts(*channels).knowledge == expected


FAR, NEAR, YEAR_AND_DAY = "2025-04-01", "2025-03-31", ("2024", "2024-04-01")
CONFLICTS: dict[str, tuple[list[dict[str, Any]], list[tuple[str, tuple[str, ...], Any]]]] = {
    "none": ([{}, {}], []),
    "one that says nothing": ([{"context": 8192}, {}], []),
    "contexts in order": (
        [{"context": 128000}, {"context": 16384}, {"context": 128000}],
        [("context_window", ("16384", "128000"), None)],
    ),
    "90 days are none": ([{"released": "2024-12-31"}, {"released": NEAR}], []),
    "91 days are one": (
        [{"released": FAR}, {"released": "2024-12-31"}],
        [("release_date", ("2024-12-31", FAR), 91)],
    ),
    "a year is its first day": (
        [{"released": day} for day in YEAR_AND_DAY],
        [("release_date", YEAR_AND_DAY, 91)],
    ),
    "the less exact day first": (
        [{"released": day} for day in ("2026", "2026-01-01", "2025", "2026-01")],
        [("release_date", ("2025", "2026", "2026-01", "2026-01-01"), 365)],
    ),
    "a day that no calendar has": ([{"released": "2025-02-31"}, {"released": "2025-02-01"}], []),
    "cutoffs": (
        [{"knowledge": "2024"}, {"knowledge": "2023-12"}, {}],
        [("knowledge", ("2023-12", "2024"), None)],
    ),
    "differences that are not counted": (
        [{"max_output": 1, "reasoning": True}, {"max_output": 2, "reasoning": False}],
        [],
    ),
}


@pytest.mark.parametrize("stated, expected", CONFLICTS.values(), ids=CONFLICTS)
def test_the_conflicts(stated: list[dict[str, Any]], expected: list[Any]) -> None:
    found = facts(*(channel(f"p{n}", **said) for n, said in enumerate(stated)))
    assert [(c.fact, c.values, c.span_days) for c in found.conflicts] == expected


def test_a_conflict_as_json() -> None:
    assert conflict_to_json(Conflict("release_date", ("a", "b"), 91)) == {
        "fact": "release_date",
        "values": ["a", "b"],
        "span_days": 91,
    }


INPUTS = [
    ((), (None, None, None)),
    (("text",), (False, False, False)),
    (("text", "image", "audio", "pdf"), (True, True, True)),
]


@pytest.mark.parametrize("modalities, expected", INPUTS)
def test_inputs_have_three_states(modalities: tuple[str, ...], expected: Any) -> None:
    found = facts(channel(input_modalities=modalities))
    assert (found.vision, found.audio, found.pdf) == expected


@pytest.mark.parametrize("price, expected", [(None, None), ("0", True), ("0.1", True)])
def test_prompt_caching_is_unknown_if_not_reported(
    price: str | None, expected: bool | None
) -> None:
    cached = Prices(cache_read=None if price is None else Decimal(price))
    caching = CandidateOffering("b", "m", OfferingFacts("Llama", prices=cached), PriceState.UNKNOWN)
    assert facts(channel("a"), caching).prompt_caching is expected


NAMES: dict[str, tuple[list[CandidateOffering], str]] = {
    "the maker's word": ([channel("a", own=0, name="LLaMA"), channel("b", name="Llama")], "LLaMA"),
    "not the reseller's": ([channel("a", name="Llama TEE"), channel("b", name="Llama")], "Llama"),
    "unless there is no other": ([channel("a", name="Llama (TEE)")], "Llama (TEE)"),
    "without what it says of the channel": ([channel("a", name="Meta: Llama 3 (free)")], "Llama 3"),
    "an id is no name": ([channel("a", id="llama", name="llama"), channel("b")], "Llama"),
}


@pytest.mark.parametrize("channels, expected", NAMES.values(), ids=NAMES)
def test_the_name(channels: list[CandidateOffering], expected: str) -> None:
    assert facts(*channels).name == expected


FAMILIES: dict[str, tuple[list[CandidateOffering], str]] = {
    "the maker's word": ([channel("a", own=0, family="x"), channel("b", family="y")], "x"),
    "else the usual one": (
        [channel("a", family="x", last_updated=NEW)]
        + [channel(key, family="y") for key in ("b", "c")],
        "y",
    ),
    "none": ([channel("a")], ""),
}


@pytest.mark.parametrize("channels, expected", FAMILIES.values(), ids=FAMILIES)
def test_the_family(channels: list[CandidateOffering], expected: str) -> None:
    assert facts(*channels).family == expected


def test_a_provider_with_two_offerings_counts_once() -> None:
    found = facts(channel("a"), channel("a", id="n"), channel("b"))
    assert (found.provider_count, found.channel_count) == (2, 3)


# Doubtful prices


def doubted(provider: str, **stated: Any) -> CandidateOffering:
    return replace(channel(provider, **stated), price_doubt=DoubtfulPrice(PriceDoubt.LOW))


def test_a_doubtful_price_is_not_recommended() -> None:
    cheap = doubted("cheap", cost=("0.001", "0.001"))
    assert facts(cheap, channel("dear", cost=(2, 8))).recommended.provider == "dear"


def test_the_makers_own_doubtful_price_is_not_recommended_either() -> None:
    own = doubted("own", own=0, cost=("0.001", "0.001"))
    assert facts(own, channel("dear", cost=(2, 8))).recommended.provider == "dear"


def test_without_a_price_that_is_not_doubtful_nothing_is_recommended() -> None:
    found = facts(doubted("cheap", cost=("0.001", "0.001")))
    assert (found.recommended, found.prices) == (None, Prices())
