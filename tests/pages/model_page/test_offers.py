"""The table of a model's offers."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from catalog.listing.table_query import MODEL_OFFER_COLUMNS, read_table_query
from pages.model_page.offer_facts import facts_of
from pages.model_page.offers import offer_rows, sorted_offers
from tests.factories import DAY, make_model, make_offering, make_provider

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


def draw(*offerings, recommended=None) -> str:
    context = {
        "offers": offer_rows(offerings, recommended),
        "query": read_table_query({}, MODEL_OFFER_COLUMNS, "blended"),
        "offer_count": len(offerings),
        "request": RequestFactory().get("/"),
    }
    return " ".join(render_to_string("pages/_offers.html", context).split())


def test_pads_prices_to_the_same_decimals():
    html = draw(make_offering(make_model(), input_price="0.0036", output_price="15"))
    assert '<td class="num in" data-label="Input">$0.0036</td>' in html
    assert '<td class="num out" data-label="Output">$15.00</td>' in html


def test_pads_prices_to_the_finest_of_their_column():
    model = make_model()
    fine = make_offering(model, "a", input_price="0.000036", output_price="15")
    coarse = make_offering(model, "b", input_price="2.5", output_price="15")
    silent = make_offering(model, "c")
    cells = [row["cells"][0] for row in offer_rows([fine, coarse, silent], None)]
    assert [(cell.text, cell.css) for cell in cells] == [
        ("$0.000036", "num in"),
        ("$2.50", "num in p4"),
        ("", "num in p6"),
    ]


def test_further_tags_begin_the_line_of_notes():
    offering = make_offering(make_model(), status="beta", corrected=["context"])
    (row,) = offer_rows([offering], offering.pk, changed={offering.pk: "Was $1.00."})
    assert [tag.text for tag in row["tags"]] == ["recommended", "unknown price"]
    assert [tag.text for tag in row["more_tags"]] == ["corrected", "beta", "changed"]
    notes = draw(offering, recommended=offering.pk).partition('<tr class="more">')[2]
    assert '<span class="tag caution">beta</span>' in notes


@pytest.mark.parametrize(
    "sort, keys", [("seller", ["hub", "acme", "none"]), ("-seller", ["acme", "hub", "none"])]
)
def test_sorts_by_seller_with_those_not_stated_last(sort, keys):
    model = make_model()
    make_provider("acme", maker=model.maker)
    make_provider("hub", name="Hub Gateway")
    offerings = [make_offering(model, key) for key in ("none", "acme", "hub")]
    query = read_table_query({"sort": sort}, MODEL_OFFER_COLUMNS, "blended")
    rows = sorted_offers(query, offerings, facts=facts_of(offerings, model))
    assert [row.provider.key for row in rows] == keys


def test_shows_seller_and_region_as_cells():
    model = make_model()
    offering = make_offering(model, "hub", "eu.meta.llama")
    (row,) = offer_rows([offering], None, facts=facts_of([offering], model))
    seller, region = row["cells"][-2:]
    assert (seller.text, seller.why) == ("", "Not stated")
    assert (region.text, region.label) == ("EU", "Region")


def test_has_a_cell_for_each_column():
    (row,) = offer_rows([make_offering(make_model())], None)
    assert [cell.label for cell in row["cells"]] == [c.label for c in MODEL_OFFER_COLUMNS[1:]]


@pytest.mark.parametrize(
    "provider, own_id, state, reason",
    [
        ("inference", "x:free", "free", "$0.000"),
        ("x-coding-plan", "x", "plan", "Billed by subscription"),
        ("inference", "x", "unknown price", "No token price published"),
    ],
)
def test_states_why_there_is_no_price(provider, own_id, state, reason):
    zero = {"input_price": "0", "output_price": "0", "cache_read_price": "0"}
    html = draw(make_offering(make_model(), provider, own_id, **zero))
    assert f">{state}</span>" in html
    assert reason in html
    assert ("$0.000" in html) is (state == "free")


def test_marks_the_recommended_offer():
    offering = make_offering(make_model(), input_price="1", output_price="1")
    assert "recommended" in draw(offering, recommended=offering.pk)
    assert "recommended" not in draw(offering)


def test_marks_a_withdrawn_offer():
    offering = make_offering(make_model(), withdrawn_on=DAY)
    assert '<tr class="gone">' in draw(offering)


@pytest.mark.parametrize("status, word", [("beta", "beta"), ("sunset", "sunset")])
def test_shows_the_status_unknown_ones_unchanged(status, word):
    assert f'<span class="tag caution">{word}</span>' in draw(
        make_offering(make_model(), status=status)
    )


def test_spells_out_context_tiers():
    tiers = [{"above": 200_000, "prices": {"input": "10", "output": "37.5", "cache_read": "1"}}]
    html = draw(make_offering(make_model(), tiers=tiers))
    assert (
        "For prompts over 200K tokens, Inference bills the whole request at these prices:" in html
    )
    assert "input $10.00, output $37.50, cache read $1.00." in html


def test_a_tier_without_prices_has_no_sentence():
    html = draw(make_offering(make_model(), tiers=[{"above": 200_000, "prices": {}}]))
    assert "For prompts over" not in html


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("reasoning_price", "Inference charges $3.00 per 1M reasoning tokens."),
        ("input_audio_price", "Inference charges $3.00 per 1M audio input tokens."),
        ("output_audio_price", "Inference charges $3.00 per 1M audio output tokens."),
    ],
)
def test_prices_without_a_column_have_a_sentence(name, sentence):
    assert f"<p>{sentence}</p>" in draw(make_offering(make_model(), **{name: "3"}))


def test_escapes_what_comes_from_upstream():
    provider = make_provider("evil", name=EVIL, doc_url=f'https://x/"{EVIL}')
    html = draw(
        make_offering(make_model(), provider.key, EVIL, status=EVIL, released='"><b>'),
    )
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "doc_url, linked", [("https://docs.example/", True), ("javascript:alert(1)", False)]
)
def test_links_documentation_only_where_it_is_safe(doc_url, linked):
    provider = make_provider("one", doc_url=doc_url)
    assert (doc_url in draw(make_offering(make_model(), provider.key))) is linked
