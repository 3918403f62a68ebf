"""Applying payloads: the tables equal the payload, and earlier days stay unchanged."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.domain.records import facts_from_json
from catalog.ingest.apply import Counts, apply_payload
from catalog.ingest.rebuild_state import clear_catalogue, restore_moves, save_rebuild_state
from catalog.models import CanonicalModel, Maker, MovedModel, Offering, Provider, Revision
from tests.payloads import offering, payload, read

pytestmark = pytest.mark.django_db

MAY = [date(2026, 5, day) for day in range(1, 32)]
TABLES: tuple[type[Model], ...] = (
    *(Maker, Provider, CanonicalModel, MovedModel, Offering, Revision),
)
GPT = offering("gpt-5", name="GPT-5")
CHEAPER = offering("gpt-5", name="GPT-5", cost={"input": 0.005, "output": 0.02})
OPUS = offering(name="Claude Opus 4")


def apply(content: dict[str, Any], day: int = 1, last_seen: int | None = None) -> Counts:
    """Apply a payload as of a day of May; what it lacks was last seen the day before."""
    before = MAY[last_seen - 1] if last_seen else MAY[max(day - 2, 0)]
    return apply_payload(read(content), day=MAY[day - 1], last_seen=before)


def gpt(**stated: Any) -> dict[str, Any]:
    return payload(openai={"gpt-5": GPT | stated})


def story() -> list[tuple[int, int | None]]:
    """Return from which day until which day each revision holds."""
    rows = Revision.objects.order_by("offering", "valid_from")
    return [(row.valid_from.day, row.valid_to and row.valid_to.day) for row in rows]


def only() -> Offering:
    return Offering.objects.select_related("model", "provider").get()


# What is written


def test_fills_every_table() -> None:
    counts = apply(gpt())
    assert counts == Counts(providers=1, offerings=1, models=1, arrived=1)
    row = only()
    assert (row.provider.key, row.provider_model_id, row.model.path) == (
        *("openai", "gpt-5"),
        "openai/gpt-5",
    )
    assert (row.input_price, row.output_price) == (Decimal("0.01"), Decimal("0.02"))
    assert (row.blended_price, row.price_state) == (Decimal("0.0125"), "priced")
    assert (row.first_seen, row.changed_on, row.withdrawn_on) == (MAY[0], MAY[0], None)
    assert story() == [(1, None)]


def test_links_a_provider_to_the_maker_that_owns_it() -> None:
    apply(payload(openai={"gpt-5": GPT}, acme={"gpt-5": GPT, "other": GPT | {"cost": {}}}))
    makers = dict(Provider.objects.values_list("key", "maker__slug"))
    assert makers == {"openai": "openai", "acme": None}
    acme = Provider.objects.get(key="acme")
    assert (acme.offering_count, acme.priced_count) == (2, 1)


def test_derives_the_model_from_its_offerings() -> None:
    apply(payload(openai={"gpt-5": GPT}, acme={"gpt-5": CHEAPER}))
    model = CanonicalModel.objects.select_related("representative__provider").get()
    assert (model.name, model.context, model.tool_calling) == ("GPT-5", 16384, False)
    assert (model.channel_count, model.provider_count) == (2, 2)
    assert model.representative == model.recommended
    assert model.representative.provider.key == "openai"
    assert model.input_price == Decimal("0.01")


def test_labels_of_equal_names_say_what_differs() -> None:
    dated, latest = {"claude-opus-4-0": OPUS}, {"claude-opus-4-20250514": OPUS}
    apply(payload(anthropic=dated | latest, acme={"gpt-5": GPT}))
    assert labels() == {
        "anthropic/claude-opus-4-0": "Claude Opus 4 (4.0)",
        "anthropic/claude-opus-4-20250514": "Claude Opus 4 (2025-05-14)",
        "openai/gpt-5": "GPT-5",
    }


def test_a_label_is_the_name_once_the_name_is_unique() -> None:
    models = {"claude-opus-4-0": OPUS, "claude-opus-4-20250514": OPUS}
    apply(payload(anthropic=models))
    apply(payload(anthropic={"claude-opus-4-0": OPUS}), day=2)
    assert labels()["anthropic/claude-opus-4-0"] == "Claude Opus 4"


def labels() -> dict[str, str]:
    return dict(CanonicalModel.objects.values_list("path", "label"))


def test_ids_longer_than_their_columns_are_cut() -> None:
    upstream = {"canonical_model_id": "x" * 140 + "/" + "y" * 150}
    content = payload(acme={"a" * 300: offering(), "b": offering(**upstream)})
    apply(content)
    assert Offering.objects.count() == 2
    assert max(len(slug) for slug in Maker.objects.values_list("slug", flat=True)) <= 100
    assert max(len(slug) for slug in CanonicalModel.objects.values_list("slug", flat=True)) <= 200


def test_every_field_at_its_longest_fits_the_database() -> None:
    full = offering(
        name="n" * 300,
        family="f" * 200,
        status="s" * 50,
        knowledge="2024-02-31",
        limit={"context": 10**12, "input": 10**12, "output": 10**12},
        cost={"input": 100_000, "output": 0.000000001, "cache_read": 99_999.999999999},
        notes="x" * 10_000,
        number=10**39,
    )
    content = payload(**{"p" * 100: {"m" * 300: full}})
    content["p" * 100] |= {"name": "n" * 300, "npm": "n" * 300, "doc": "https://" + "d" * 292}
    apply(content)
    row = only()
    assert (row.context, row.input_price) == (10**12, 100_000)
    assert (row.output_price, row.extra["number"]) == (Decimal("1e-9"), 10**39)
    assert (
        facts_from_json(Revision.objects.get().facts)
        == read(content).offerings["p" * 100, "m" * 300].facts
    )


# The same, and what changes


def test_an_unchanged_payload_writes_no_row() -> None:
    content = payload(openai={"gpt-5": GPT}, acme={"gpt-5": CHEAPER})
    apply(content)
    with CaptureQueriesContext(connection) as asked:
        counts = apply(content, 2)
    assert counts == Counts(providers=2, offerings=2, models=1)
    written = [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE"))]
    assert written == []


def test_a_reordered_payload_is_unchanged() -> None:
    apply(gpt())
    turned = payload(openai={"gpt-5": dict(reversed(GPT.items()))})
    assert apply(turned, 2).changed == 0
    assert story() == [(1, None)]


def test_a_change_closes_one_revision_and_opens_another() -> None:
    apply(gpt())
    assert apply(payload(openai={"gpt-5": CHEAPER}), 3).changed == 1
    assert story() == [(1, 3), (3, None)]
    row = only()
    assert (row.first_seen, row.changed_on) == (MAY[0], MAY[2])
    assert row.model.input_price == Decimal("0.005")


TWO = payload(openai={"gpt-5": GPT}, acme={"gpt-5": CHEAPER})


def test_withdraws_a_missing_offering() -> None:
    apply(TWO)
    assert apply(gpt(), 5, last_seen=4).withdrawn == 1
    row = Offering.objects.get(provider__key="acme")
    assert (row.withdrawn_on, row.last_seen) == (MAY[4], MAY[3])
    provider = Provider.objects.get(key="acme")
    assert (provider.withdrawn_on, provider.offering_count) == (MAY[4], 0)
    assert CanonicalModel.objects.get().channel_count == 1
    assert sorted(story(), key=str) == [(1, 5), (1, None)]


def test_a_withdrawn_model_keeps_its_facts() -> None:
    apply(payload(openai={"gpt-5": GPT, "gpt-4": offering("gpt-4")}))
    apply(payload(openai={"gpt-4": offering("gpt-4")}), 3)
    model = CanonicalModel.objects.get(slug="gpt-5")
    assert (model.withdrawn_on, model.last_seen) == (MAY[2], MAY[1])
    assert (model.channel_count, model.context) == (0, 16384)
    assert model.input_price == Decimal("0.01")


def test_a_second_day_without_it_changes_nothing() -> None:
    apply(TWO)
    apply(gpt(), 3)
    before = tables()
    apply(gpt(), 4)
    assert tables() == before


@pytest.mark.parametrize("again", [GPT, CHEAPER])
def test_a_returning_offering_keeps_its_history(again: dict[str, Any]) -> None:
    other = offering("gpt-4")
    apply(payload(openai={"gpt-5": GPT, "gpt-4": other}))
    apply(payload(openai={"gpt-4": other}), 3)
    assert apply(payload(openai={"gpt-5": again, "gpt-4": other}), 6).returned == 1
    row = Offering.objects.select_related("model").get(provider_model_id="gpt-5")
    assert (row.first_seen, row.last_seen, row.withdrawn_on) == (MAY[0], None, None)
    assert (row.model.withdrawn_on, row.model.channel_count) == (None, 1)
    spans = (
        Revision.objects.filter(offering=row).order_by("pk").values_list("valid_from", "valid_to")
    )
    assert list(spans) == [(MAY[0], MAY[2]), (MAY[5], None)]


# Twice on one day


def test_a_later_payload_of_the_day_supersedes_the_earlier() -> None:
    apply(gpt())
    apply(gpt(reasoning=True), 2)
    apply(gpt(attachment=True), 2)
    assert story() == [(1, 2), (2, None)]
    assert Revision.objects.as_of(MAY[1]).get().facts["attachment"] is True


BETWEEN = {
    "changed": gpt(reasoning=True),
    "gone": payload(openai={"gpt-4": offering("gpt-4")}),
    "regrouped": gpt(canonical_model_id="openai/gpt-5-chat"),
}


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN)
@pytest.mark.parametrize("first_day", [1, 2])
def test_a_change_reverted_on_its_day_leaves_one_revision(
    between: dict[str, Any], first_day: int
) -> None:
    # Linked, since a link that ends is remembered, and only another one regroups.
    linked = gpt(canonical_model_id="openai/gpt-5")
    apply(linked, first_day)
    apply(between, 2)
    apply(linked, 2)
    row = Offering.objects.get(provider_model_id="gpt-5")
    spans = Revision.objects.filter(offering=row).values_list("valid_from", "valid_to")
    assert list(spans) == [(MAY[first_day - 1], None)]
    assert (row.changed_on, row.withdrawn_on) == (MAY[first_day - 1], None)
    assert CanonicalModel.objects.live().get(slug="gpt-5").first_seen == MAY[first_day - 1]


def test_an_offering_in_a_superseded_payload_only_leaves_no_revision() -> None:
    apply(gpt())
    apply(TWO, 2)
    apply(gpt(), 2)
    assert story() == [(1, None)]
    assert Offering.objects.live().count() == 1


# Counted to another model


def test_a_regrouped_offering_keeps_its_revision() -> None:
    apply(gpt())
    content = gpt(canonical_model_id="openai/gpt-5-chat")
    apply(content, 3)
    row = only()
    assert (row.model.path, row.basis) == ("openai/gpt-5-chat", "upstream")
    assert row.model.first_seen == MAY[0]


def test_a_regrouped_model_redirects_to_where_most_offerings_are(client: Any) -> None:
    apply(payload(openai={"gpt-5": GPT}, a={"gpt-5": GPT}, b={"gpt-5": GPT}))
    named = {"canonical_model_id": "openai/gpt-5-chat"}
    moved = GPT | named
    apply(
        payload(
            openai={"gpt-5": moved},
            a={"gpt-5": moved},
            b={"gpt-5": GPT | {"canonical_model_id": "openai/gpt-5-mini"}},
        ),
        3,
    )
    [former] = MovedModel.objects.select_related("model")
    assert (former.path, former.model.path, former.moved_on) == (
        *("openai/gpt-5", "openai/gpt-5-chat"),
        MAY[2],
    )
    assert CanonicalModel.objects.get(path="openai/gpt-5").withdrawn_on == MAY[2]
    answer = client.get("/models/openai/gpt-5/")
    assert (answer.status_code, answer["Location"]) == (301, "/models/openai/gpt-5-chat/")


def test_a_live_model_does_not_redirect() -> None:
    apply(gpt())
    apply(gpt(canonical_model_id="openai/gpt-5-chat"), 2)
    apply(gpt(canonical_model_id="openai/gpt-5"), 3)
    [former] = MovedModel.objects.select_related("model")
    assert (former.path, former.model.path) == ("openai/gpt-5-chat", "openai/gpt-5")


# Whatever comes, day by day

FACTS = st.fixed_dictionaries(
    {},
    optional={
        "reasoning": st.booleans(),
        "cost": st.sampled_from([{"input": 1, "output": 2}, {"input": 1}, {}]),
        "limit": st.sampled_from([{"context": 8192}, {"context": 0}]),
        "canonical_model_id": st.sampled_from(["openai/gpt-5-chat", "meta/llama"]),
    },
)
IDS = st.sampled_from(["gpt-5", "gpt-4.1", "llama-4-scout"])
CONTENTS = st.dictionaries(
    st.sampled_from(["openai", "acme"]), st.dictionaries(IDS, FACTS, max_size=3), min_size=1
)
STEPS = st.lists(st.tuples(st.integers(0, 2), CONTENTS), min_size=1, max_size=6)


def tables() -> dict[str, list[tuple[Any, ...]]]:
    return {table.__name__: list(table.objects.order_by("pk").values_list()) for table in TABLES}


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_every_day_equals_its_payload_also_after_a_rebuild(
    steps: list[tuple[int, dict[str, Any]]],
) -> None:
    days: list[tuple[int, dict[str, Any]]] = []
    for wait, content in steps:
        day = (days[-1][0] if days else 1) + wait
        models = {key: {i: GPT | said for i, said in of.items()} for key, of in content.items()}
        days.append((day, payload(**models)))
    clear_catalogue()
    apply_all(days)
    assert_as_of(days)
    assert_gapless()
    before, state = tables(), save_rebuild_state()
    clear_catalogue()
    apply_all(days, rebuild_state=state)
    restore_moves(state, MAY[days[-1][0]])
    assert tables() == before


def apply_all(days: list[tuple[int, dict[str, Any]]], **state: Any) -> None:
    for before, (day, content) in zip([days[0], *days], days, strict=False):
        apply_payload(read(content), day=MAY[day], last_seen=MAY[before[0]], **state)


def assert_as_of(days: list[tuple[int, dict[str, Any]]]) -> None:
    for day, content in dict(days).items():
        rows = Revision.objects.as_of(MAY[day]).values_list(
            "offering__provider__key", "offering__provider_model_id", "facts"
        )
        said = {(provider, model_id): facts_from_json(facts) for provider, model_id, facts in rows}
        assert said == {key: record.facts for key, record in read(content).offerings.items()}


def assert_gapless() -> None:
    """Whatever was never withdrawn has revisions that follow one another without a gap."""
    for row in Offering.objects.live():
        spans = list(row.revisions.order_by("valid_from").values_list("valid_from", "valid_to"))
        assert spans[-1][1] is None
        assert all(until <= begun for (_, until), (begun, _) in pairwise(spans))
    assert not Revision.objects.filter(valid_to=None, offering__withdrawn_on__isnull=False).exists()


# Doubtful prices


def sold_at(**prices: float) -> dict[str, Any]:
    """Return a payload in which providers sell GPT-5 at these prices of input and output."""
    return payload(
        **{name: {"gpt-5": GPT | {"cost": {"input": p, "output": p}}} for name, p in prices.items()}
    )


def price_doubts() -> dict[str, tuple[str, Decimal | None]]:
    rows = Offering.objects.exclude(price_doubt="").values_list(
        "provider__key", "price_doubt", "price_median"
    )
    return {provider: (reason, middle) for provider, reason, middle in rows}


def test_a_doubtful_price_is_stored_with_what_it_was_compared_with() -> None:
    apply(sold_at(a=1, b=2, c=0.01))
    assert price_doubts() == {"c": ("low", 1)}
    model = CanonicalModel.objects.select_related("recommended__provider").get()
    assert (model.recommended.provider.key, model.blended_price) == ("a", 1)


def test_another_offers_price_makes_one_doubtful_and_ends_it() -> None:
    apply(sold_at(a=1, b=0.01))
    assert price_doubts() == {}
    assert CanonicalModel.objects.get().blended_price == Decimal("0.01")
    counts = apply(sold_at(a=1, b=0.01, c=1), day=2)
    assert (price_doubts(), counts.changed) == ({"b": ("low", 1)}, 0)
    assert CanonicalModel.objects.get().blended_price == 1
    apply(sold_at(a=1, b=0.01), day=3)
    assert price_doubts() == {}
    assert CanonicalModel.objects.get().blended_price == Decimal("0.01")


def test_a_model_with_doubtful_prices_only_has_none() -> None:
    apply(sold_at(a=0.0002))
    model = CanonicalModel.objects.get()
    assert (model.recommended, model.input_price, model.blended_price) == (None, None, None)
    assert price_doubts() == {"a": ("negligible", None)}


def test_a_release_with_another_rule_is_applied_to_unchanged_offerings() -> None:
    content = sold_at(a=1, b=2, c=0.01)
    apply(content)
    # As tables are that an earlier release wrote.
    Offering.objects.update(price_doubt="", price_median=None)
    CanonicalModel.objects.update(recommended=Offering.objects.get(provider__key="c"))
    counts = apply(content, day=2)
    assert (price_doubts(), counts.changed) == ({"c": ("low", 1)}, 0)
    assert CanonicalModel.objects.get().recommended.provider.key == "a"


def test_a_row_without_reports_is_derived_again_though_no_offer_changed() -> None:
    apply(gpt())
    model = CanonicalModel.objects.get()
    assert model.reports["tool_calling"] == [0, 1, 0]
    CanonicalModel.objects.update(reports={}, tool_calling=None)  # as an earlier release left it
    apply(gpt(), day=2)
    model.refresh_from_db()
    assert (model.reports["tool_calling"], model.tool_calling) == ([0, 1, 0], False)


def test_an_offer_that_is_no_longer_priced_is_not_doubtful() -> None:
    apply(sold_at(a=1, b=2, c=0.01))
    content = sold_at(a=1, b=2, c=0.01)
    content["c"]["models"]["gpt-5"]["cost"] = {}
    apply(content, day=2)
    assert price_doubts() == {}


def test_a_rebuild_yields_the_same_doubts() -> None:
    first, second = sold_at(a=1, b=0.01, c=1), sold_at(a=1, b=0.01, c=1, d=30)
    apply(first)
    apply(second, day=2)
    before, state = tables(), save_rebuild_state()
    clear_catalogue()
    for day, content in enumerate((first, second), start=1):
        last_seen = MAY[max(day - 2, 0)]
        apply_payload(read(content), day=MAY[day - 1], last_seen=last_seen, rebuild_state=state)
    assert tables() == before
