"""Changes between two days, at some offerings."""

import pytest

from catalog.as_of.catalogue import read_catalogue
from catalog.models import CanonicalModel, Provider
from changelog import between
from changelog.between import changes_between
from changelog.models import Grouping
from changelog.wording import describe
from tests.changelog.factories import DAYS, at
from tests.factories import make_model

pytestmark = pytest.mark.django_db


def compared(first, last, *paths):
    models = CanonicalModel.objects.filter(path__in=paths).values_list("pk", flat=True)
    return changes_between(DAYS[first], DAYS[last], models=models)


def words(days):
    return [
        (line.first.provider.key, describe(change))
        for line in days.lines
        for change in line.changes
    ]


@pytest.fixture
def days(publish):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(1, name="GPT 4")}, acme={"gpt-5": at(3)})
    publish(
        DAYS[2],
        openai={"gpt-5": at(5), "gpt-4": at(7, name="GPT 4")},
        acme={"gpt-5": at(3)},
        back={"gpt-5": at(1)},
    )
    publish(
        DAYS[4],
        openai={
            "gpt-5": at(4, tool_call=True, limit={"context": 8000}),
            "gpt-4": at(7, name="GPT 4"),
        },
        late={"gpt-5": at(6)},
    )


def test_names_prices_limits_flags_arrivals_and_withdrawals(days):
    assert words(compared(0, 4, "openai/gpt-5")) == [
        ("acme", "withdrawn"),
        ("late", "added at $6.00 in, $24.00 out"),
        ("openai", "input price $2.00 → $4.00"),
        ("openai", "output price $8.00 → $16.00"),
        ("openai", "context window not reported → 8K"),
        ("openai", "now reports tool calling: yes"),
    ]


def test_a_change_in_between_that_is_undone_is_none(days, publish):
    publish(DAYS[6], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3)})
    assert words(compared(0, 6, "openai/gpt-5")) == []


def test_what_was_on_record_before_the_first_day_returns(days, publish):
    publish(DAYS[6], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3)}, back={"gpt-5": at(1)})
    assert ("acme", "returned at $3.00 in, $12.00 out") in words(compared(4, 6, "openai/gpt-5"))


def test_noise_is_left_out(publish):
    publish(DAYS[0], openai={"gpt-5": at(2, last_updated="2026-01-01")})
    publish(DAYS[2], openai={"gpt-5": at(2.001, last_updated="2026-02-01")})
    assert words(compared(0, 2, "openai/gpt-5")) == []


def test_other_models_are_not_compared(days):
    assert words(compared(0, 4, "openai/gpt-4")) == [
        ("openai", "input price $1.00 → $7.00"),
        ("openai", "output price $4.00 → $28.00"),
    ]


def test_rows_of_the_later_day_are_marked(days):
    found = compared(0, 4, "openai/gpt-5")
    later = {one.pk: one.provider.key for one in read_catalogue(DAYS[4]).offerings}
    marked = {later[pk]: text for pk, text in found.texts.items() if pk in later}
    assert marked["late"] == "added at $6.00 in, $24.00 out"
    assert marked["openai"].startswith("input price $2.00 → $4.00, output price")


def test_a_provider_has_its_own_changes(days):
    acme = Provider.objects.get(key="acme")
    assert words(changes_between(DAYS[0], DAYS[4], provider=acme.pk)) == [("acme", "withdrawn")]


def test_an_offer_that_moved_counts_for_both_models(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"x": at(3, name="GPT 5")})
    publish(DAYS[2], openai={"gpt-5": at(2.01)}, acme={"x": at(3, name="GPT 5")})
    offer = Grouping.objects.get(offering__provider__key="acme")
    other = make_model("acme/y")
    moved = {"offering": offer.offering, "model": other, "valid_from": DAYS[2]}
    Grouping.objects.filter(pk=offer.pk).update(valid_to=DAYS[2])
    Grouping.objects.create(number=offer.pk + 10**6, **moved)
    for path in (offer.model.path, "acme/y"):
        assert [line.first.kind for line in compared(0, 2, path).lines] == ["regrouping"]


def test_what_did_not_change_is_not_read(days, django_assert_num_queries):
    models = list(CanonicalModel.objects.filter(path="openai/gpt-4").values_list("pk", flat=True))
    with django_assert_num_queries(4):
        found = changes_between(DAYS[2], DAYS[4], models=models)
    assert (found.lines, found.changed) == ((), 0)
    with django_assert_num_queries(7):
        assert changes_between(DAYS[0], DAYS[4], models=models).lines


def test_of_very_many_changed_offers_the_first_are_read(days, monkeypatch):
    monkeypatch.setattr(between, "MOST_COMPARED", 2)
    found = compared(0, 4, "openai/gpt-5")
    assert (found.compared, found.changed) == (2, 3)
    assert {key for key, _words in words(found)} == {"openai", "acme"}
