from datetime import date

import pytest

from catalog.models import Revision
from pricing.calculator.offer_table import offer_table
from pricing.usage_log.parse import read_log
from pricing.usage_log.replacements import UseChoice
from pricing.usage_log.report import price_log
from tests.factories import make_model, make_offering, recommend

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
HEAD = "day,model,input,output\n"
ROW = "2026-05-20,gpt-5,1000000,0\n"


def make_priced(path, provider, usd, **values):
    """Make a model at one provider, with a revision since May at that price."""
    model = make_model(path)
    offering = make_offering(model, provider, input_price=usd, output_price=usd, **values)
    recommend(offering)
    facts = {"name": path, "prices": {"input": usd, "output": usd}}
    Revision.objects.create(offering=offering, valid_from=MAY, facts=facts)
    return offering


def report_of(rows=ROW, mapped=None, compared=(), required=()):
    choice = UseChoice(tuple(required), frozenset(compared))
    return price_log(read_log(HEAD + rows), offer_table(None), mapped or {}, choice)


def alternatives(report):
    return [(row.offer.model, row.cost) for row in report.alternatives]


def test_it_works():
    make_priced("openai/gpt-5", "openai", "5")
    make_priced("meta/llama", "groq", "1")
    report = report_of()
    assert report.bill.total.cost == 5
    assert report.bill.by_offer["openai/gpt-5", "openai"].requests == 1
    assert alternatives(report) == [("meta/llama", 1), ("openai/gpt-5", 5)]
    assert report.first_day == MAY


def test_prices_each_day_by_its_revision():
    offering = make_priced("openai/gpt-5", "openai", "5")
    Revision.objects.update(valid_to=JUNE)
    tiers = [{"above": 500_000, "prices": {"input": "3"}}]
    facts = {"prices": {"input": "2", "output": "2"}, "tiers": tiers}
    Revision.objects.create(offering=offering, valid_from=JUNE, facts=facts)
    report = report_of(ROW + ROW.replace("05-20", "06-20"))
    assert {month: totals.cost for month, totals in report.bill.by_month.items()} == {
        "2026-05": 5,
        "2026-06": 3,
    }


def test_the_cheapest_offer_stands_for_its_model():
    make_priced("openai/gpt-5", "openai", "5")
    llama = make_priced("meta/llama", "groq", "2").model
    make_offering(llama, "nvidia", input_price="1", output_price="1")
    (row, _gpt) = report_of().alternatives
    assert (row.offer.provider, row.cost) == ("nvidia", 1)


def test_alternatives_hold_the_largest_request():
    make_priced("openai/gpt-5", "openai", "5")
    make_priced("meta/llama", "groq", "1", context=8000)
    assert alternatives(report_of()) == [("openai/gpt-5", 5)]


def test_alternatives_have_the_required_capabilities():
    make_priced("openai/gpt-5", "openai", "5", tool_calling=True)
    make_priced("meta/llama", "groq", "1")
    assert alternatives(report_of(required=["tool-calling"])) == [("openai/gpt-5", 5)]


def test_compared_models_are_included_whatever_they_cost():
    for number in range(1, 25):
        make_priced(f"meta/llama-{number}", f"p{number}", f"{number}")
    rows = ROW.replace("gpt-5", "llama-1")
    assert len(report_of(rows).alternatives) == 20
    report = report_of(rows, compared=["meta/llama-24", "no/such"])
    assert [model for model, _cost in alternatives(report)][20:] == ["meta/llama-24"]


def test_counts_unmatched_names_the_most_frequent_first():
    make_priced("openai/gpt-5", "openai", "5")
    report = report_of(ROW + ROW.replace("gpt-5", "zzzz") + 2 * ROW.replace("gpt-5", "gtp-5"))
    assert [(one.name, one.rows, one.suggestions) for one in report.unmatched] == [
        ("gtp-5", 2, ["openai/gpt-5"]),
        ("zzzz", 1, []),
    ]


def test_only_the_most_frequent_unmatched_names_have_suggestions():
    make_priced("openai/gpt-5", "openai", "5")
    names = [f"gpt-5{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    report = report_of("".join(ROW.replace("gpt-5", name) for name in names))
    assert [bool(one.suggestions) for one in report.unmatched] == [True] * 20 + [False] * 6


def test_an_offer_without_revisions_is_unmatched():
    make_priced("openai/gpt-5", "openai", "5")
    Revision.objects.all().delete()
    report = report_of()
    assert [one.name for one in report.unmatched] == ["gpt-5"]
    assert report.first_day is None


def test_a_log_without_a_priced_row_has_no_alternatives():
    make_priced("openai/gpt-5", "openai", "5")
    assert report_of(ROW.replace("gpt-5", "zzzz")).alternatives == []


def test_an_empty_catalogue_matches_nothing():
    report = report_of()
    assert (report.bill.total.requests, report.alternatives) == (0, [])


def test_takes_as_many_queries_for_many_names(django_assert_num_queries):
    for number in range(5):
        make_priced(f"meta/llama-{number}", f"p{number}", "1")
    table = offer_table(None)
    log = read_log(HEAD + "".join(ROW.replace("gpt-5", f"llama-{n}") for n in range(5)))
    with django_assert_num_queries(6):
        price_log(log, table, {}, UseChoice())


def test_says_at_whose_price_each_name_was_counted():
    gpt = make_priced("openai/gpt-5", "openai", "5", provider_model_id="gpt-5")
    make_offering(gpt.model, "azure", "gpt-5-eu", input_price="4", output_price="4")
    rows = ROW + ROW.replace("gpt-5", "groq/gpt-5").replace("1000000", "3000000")
    names = report_of(rows + ROW.replace("gpt-5", "zzzz")).names
    assert [
        (one.model, one.tokens, bool(one.match), one.match and one.match.sure) for one in names
    ] == [
        ("groq/gpt-5", 3_000_000, True, False),
        ("zzzz", 1_000_000, False, None),
        ("gpt-5", 1_000_000, True, True),
    ]
    assert [offer.provider for offer in names[2].offers] == ["azure", "openai"]


def test_a_chosen_offer_is_priced_at_its_provider():
    gpt = make_priced("openai/gpt-5", "openai", "5", provider_model_id="gpt-5")
    azure = make_offering(gpt.model, "azure", "gpt-5", input_price="4", output_price="4")
    facts = {"name": "x", "prices": {"input": "4", "output": "4"}}
    Revision.objects.create(offering=azure, valid_from=MAY, facts=facts)
    report = report_of(mapped={"gpt-5": "azure:openai/gpt-5"})
    assert report.bill.total.cost == 4
    assert [name.match.basis.value for name in report.names] == ["chosen"]
