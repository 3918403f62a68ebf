"""What a payload taught of identity, kept with its days for payloads that lack it."""

from datetime import date, timedelta
from typing import Any

import pytest

from catalog.ingest.apply import apply_payload
from catalog.ingest.evidence import LONGEST
from catalog.models import Offering, RememberedJoin, RememberedLink, RememberedName
from tests.payloads import offering, payload, read

pytestmark = pytest.mark.django_db
FIRST = date(2027, 1, 1)
PLAIN = offering("orbit-9", name="Orbit 9")
LINKED = PLAIN | {"canonical_model_id": "mlab/orbit-nine"}


def apply(day: int = 1, /, **providers: dict[str, Any]) -> None:
    on = FIRST + timedelta(days=day - 1)
    last_seen = max(FIRST, on - timedelta(days=1))
    apply_payload(read(payload(**providers)), day=on, last_seen=last_seen)


def grouping(provider: str = "a") -> tuple[str, str, list[str]]:
    row = Offering.objects.select_related("model").get(provider__key=provider)
    return row.model.path, row.basis, row.rules


def days(table: Any) -> list[tuple[int, int | None]]:
    rows = table.objects.order_by("pk")
    return [(row.first_day.day, row.last_day.day if row.last_day else None) for row in rows]


def test_a_link_is_stored_with_what_the_offer_reported():
    apply(a={"mlab/orbit-9": LINKED})
    row = RememberedLink.objects.get()
    assert (row.provider, row.provider_model_id) == ("a", "mlab/orbit-9")
    assert (row.maker, row.slug) == ("mlab", "orbit-9")
    assert (row.linked_maker, row.linked_slug) == ("mlab", "orbit-nine")
    assert (row.released, row.context, row.max_output) == ("2024-09-18", 16384, 8192)
    assert str(row) == "a mlab/orbit-9 → mlab/orbit-nine"
    assert days(RememberedLink) == [(1, None)]


def test_a_link_that_ends_still_decides_and_says_so():
    apply(a={"mlab/orbit-9": LINKED})
    apply(3, a={"mlab/orbit-9": PLAIN})
    assert grouping() == ("mlab/orbit-nine", "upstream", ["remembered"])
    assert days(RememberedLink) == [(1, 2)]
    # On later days the last day stays.
    apply(5, a={"mlab/orbit-9": PLAIN})
    assert days(RememberedLink) == [(1, 2)]


def test_a_link_that_returns_is_current_from_its_first_day():
    apply(a={"mlab/orbit-9": LINKED})
    apply(3, a={"mlab/orbit-9": PLAIN})
    apply(5, a={"mlab/orbit-9": LINKED})
    assert days(RememberedLink) == [(1, None)]
    assert grouping() == ("mlab/orbit-nine", "upstream", [])


def test_another_link_replaces_it():
    apply(a={"mlab/orbit-9": LINKED})
    apply(3, a={"mlab/orbit-9": LINKED | {"canonical_model_id": "mlab/orbit-x"}})
    assert RememberedLink.objects.get().linked_slug == "orbit-x"
    assert days(RememberedLink) == [(3, None)]


def test_an_ended_link_helps_an_offer_of_the_same_name():
    apply(a={"mlab/orbit-9": LINKED})
    apply(2, b={"mlab/orbit-9": PLAIN})
    assert grouping("b") == ("mlab/orbit-nine", "singleton", ["links", "remembered"])


def test_an_id_that_was_repointed_gets_no_earlier_link():
    apply(a={"mlab/orbit-9": LINKED})
    apply(2, a={"mlab/orbit-9": PLAIN | {"release_date": "2027-01-02"}})
    assert grouping()[0] == "mlab/orbit-9"


def test_a_doubted_link_is_shown_and_not_remembered():
    dated = PLAIN | {"canonical_model_id": "mlab/orbit-9"}
    apply(a={"mlab/orbit-9-20270102": dated})
    assert not RememberedLink.objects.exists()
    assert Offering.objects.get().doubt == "no-date|orbit-9|orbit-9-20270102"


def test_a_name_join_outlives_the_name_that_it_joined():
    tail, base = {"mlab/orbit-9-128k": PLAIN}, {"mlab/orbit-9": PLAIN}
    apply(a=tail, b=base)
    assert grouping() == ("mlab/orbit-9", "rule", ["context-tail"])
    apply(2, a=tail)
    assert grouping() == ("mlab/orbit-9", "singleton", ["context-tail", "remembered"])
    row = RememberedJoin.objects.get()
    assert (str(row), row.step_name) == (
        "mlab/orbit-9-128k → mlab/orbit-9",
        "Context window suffix (single size)",
    )
    assert days(RememberedJoin) == [(1, 1)]


def test_names_that_makers_sold_are_stored_with_their_first_day():
    apply(anthropic={"claude-orbit-9": PLAIN})
    apply(2, anthropic={"claude-orbit-9": PLAIN, "claude-orbit-8": PLAIN})
    rows = RememberedName.objects.order_by("first_day").values_list("slug", "first_day")
    assert list(rows) == [("claude-orbit-9", FIRST), ("claude-orbit-8", date(2027, 1, 2))]
    assert str(RememberedName.objects.first()) == "anthropic/claude-orbit-9"


def test_a_day_that_shows_nothing_new_writes_nothing(django_assert_num_queries):
    apply(a={"mlab/orbit-9": LINKED}, b={"mlab/orbit-9-128k": PLAIN}, mlab={"orbit-9": PLAIN})
    before = [list(t.objects.values()) for t in (RememberedLink, RememberedJoin, RememberedName)]
    apply(2, a={"mlab/orbit-9": LINKED}, b={"mlab/orbit-9-128k": PLAIN}, mlab={"orbit-9": PLAIN})
    after = [list(t.objects.values()) for t in (RememberedLink, RememberedJoin, RememberedName)]
    assert after == before


def test_text_longer_than_its_column_is_not_remembered():
    # Each plus becomes "-plus", so that a slug is longer than its id.
    apply(anthropic={"claude" + "+a" * 140: LINKED | {"canonical_model_id": None}})
    assert Offering.objects.exists()
    for table in (RememberedLink, RememberedName):
        assert all(len(row.slug) <= LONGEST for row in table.objects.all())
    assert not RememberedName.objects.exists()
