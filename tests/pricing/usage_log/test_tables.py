from dataclasses import replace
from decimal import Decimal

from django.utils import translation

from catalog.domain.similarity import SimilarModel
from pricing.calculator.ranking import RankedOffer
from pricing.same_use import UseFacts
from pricing.usage_log.directory import MatchedOffer, NameMatch
from pricing.usage_log.name_rules import Basis
from pricing.usage_log.replacements import Replacement
from pricing.usage_log.report import CountedName, UnmatchedName
from pricing.usage_log.tables import Doubt, log_tables
from tests.pricing.offers import make_offer
from tests.pricing.usage_log.samples import JULY, make_history, make_report

GPT = make_history()
LLAMA = make_history("meta/llama", "groq", usd="9")
ROWS = ["2026-05-20,gpt-5,1000000,0", "2026-06-20,gpt-5,1000000,0", "2026-06-20,llama,1000000,0"]


def test_it_works():
    report = make_report(ROWS, {"gpt-5": GPT, "llama": LLAMA}, [("x/y", "9.5"), ("x/z", 38)])
    tables = log_tables(report)
    assert tables.months == ["2026-05", "2026-06"]
    assert [totals.cost for totals in tables.month_totals] == [5, 14]
    assert [(row.model, row.provider, row.totals.cost) for row in tables.offers] == [
        ("openai/gpt-5", "openai", 10),
        ("meta/llama", "groq", 9),
    ]
    assert [cell and cell.cost for cell in tables.offers[1].months] == [None, 9]
    assert [row.savings for row in tables.alternatives] == [
        "▼ 50%, $9.50 less",
        "▲ 100%, $19.00 more",
    ]


def test_offers_of_equal_cost_are_in_order_of_their_ids():
    rows = ["2026-05-20,llama,1,0", "2026-05-20,gpt-5,1,0"]
    histories = {"gpt-5": GPT, "llama": make_history("meta/llama", "groq")}
    tables = log_tables(make_report(rows, histories))
    assert [row.model for row in tables.offers] == ["meta/llama", "openai/gpt-5"]


def test_shows_the_newest_twelve_months():
    rows = [f"{2026 + n // 12}-{1 + n % 12:02}-01,gpt-5,1000000,0" for n in range(5, 20)]
    tables = log_tables(make_report(rows, {"gpt-5": GPT}))
    assert (len(tables.months), tables.months[0], tables.months[-1]) == (12, "2026-09", "2027-08")
    (row,) = tables.offers
    assert (len(row.months), row.totals.cost) == (12, 75)  # the totals are of all months


def test_counts_rows_that_need_a_warning():
    rows = ["2025-01-01,gpt-5,1,0", "2026-07-01,gpt-5,1,0", "2026-07-01,free,1,0"]
    histories = {"gpt-5": make_history(until=JULY), "free": make_history("x/free", "x", usd="")}
    tables = log_tables(make_report(rows, histories))
    assert (tables.early, tables.withdrawn, tables.unpriced.rows) == (1, 1, 1)
    assert (tables.offers[0].early, tables.offers[0].withdrawn) == (1, 1)


def test_shows_the_most_frequent_unmatched_names():
    report = make_report(ROWS, {"gpt-5": GPT, "llama": LLAMA})
    names = [UnmatchedName(f"name-{n}", 30 - n, []) for n in range(30)]
    tables = log_tables(replace(report, unmatched=names))
    assert tables.unmatched == names[:20]


def test_texts_are_in_the_active_language():
    report = make_report(ROWS, {"gpt-5": GPT, "llama": LLAMA}, [("x/y", 19)])
    with translation.override("zh-hant"):
        assert log_tables(report).alternatives[0].savings != "the same"


def match_of(sure=True, path="openai/gpt-5"):
    offer = MatchedOffer(1, "openai", path, True, False, (), "gpt-5")
    return NameMatch(offer, Basis.OWN if sure else Basis.NOT_OFFERED)


def named(model, tokens, match, *, unpriced=0, provider=""):
    offers = (match.offer,) if match else ()
    return CountedName(model, provider, 2, tokens, unpriced, match, offers)


def tables_of(names, mapped=None):
    report = replace(make_report(ROWS, {"gpt-5": GPT}), names=names)
    return log_tables(report, mapped)


def test_shares_of_tokens_that_need_a_look():
    names = [named("a", 50, match_of(sure=False)), named("b", 25, None), named("c", 25, match_of())]
    tables = tables_of(names)
    assert (tables.elsewhere, tables.left_out) == (Doubt(2, "50%"), Doubt(2, "25%"))
    assert tables_of([]).left_out == Doubt(0, "0%")


def test_a_row_says_whose_price_it_is_and_why():
    (row,) = tables_of([named("gpt-5", 8, match_of(sure=False), provider="azure")]).names
    assert (row.key, row.share, row.sure) == ("azure|gpt-5", "100%", False)
    assert row.remarks == (
        "The provider in the log has no such offer in our data: another provider’s.",
    )
    assert row.choices == (("openai:openai/gpt-5", row.offer),)
    assert row.chosen == ""


def test_a_choice_is_shown_and_choices_for_names_beyond_the_table_are_sent_again():
    chosen = {"gpt-5": "openai:openai/gpt-5", "other": "meta/llama"}
    tables = tables_of([named("gpt-5", 8, match_of())], chosen)
    assert tables.names[0].chosen == "openai:openai/gpt-5"
    assert tables.resent == {"other": "meta/llama"}


def test_many_names_are_counted():
    names = [named(f"n{number}", 1, match_of()) for number in range(60)]
    tables = tables_of(names)
    assert (len(tables.names), tables.more_names) == (50, 10)


def test_a_suggestion_has_what_it_saves_in_30_days_and_differences_that_read_differently():
    model = SimilarModel("openai/gpt-5", context=128_000)
    now = UseFacts(model, 64_000, frozenset({"vision"}))
    new = UseFacts(replace(model, context=200_000), 65_536, frozenset({"reasoning"}))
    ranked = RankedOffer(1, make_offer(model="meta/llama"), Decimal(2))
    replacement = Replacement(("openai/gpt-5", "openai"), now, Decimal(5), 10, ((ranked, new),))
    report = replace(make_report(ROWS, {"gpt-5": GPT}), replacements=[replacement])
    (replaced,) = log_tables(report).replaced
    (row,) = replaced.suggestions
    assert (replaced.cost, row.cost, row.saving) == (15, 6, 9)
    assert [(one.label, one.before, one.after) for one in row.gained] == [
        ("Reasoning", None, None),
        ("", 128_000, 200_000),
    ]
    assert [one.label for one in row.lost] == ["Image input"]
