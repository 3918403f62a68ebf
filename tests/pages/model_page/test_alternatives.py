"""Alternatives and relatives, as a model's page shows them."""

from decimal import Decimal

import pytest

from catalog.listing.index import model_index
from pages.model_page.alternatives import alternatives, on_sale, relatives
from scoring.rescore import rescore_all
from tests.factories import (
    data_version,
    make_model,
    make_offering,
    make_snapshot,
    make_version,
    recommend,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/models/meta/llama-3-2-1b-instruct/"
CHAT = {"input_modalities": ["text"], "output_modalities": ["text"]}


def make_chat(path="meta/llama-3-2-1b-instruct", usd="1", **facts):
    facts |= {"input_price": usd, "output_price": usd} if usd else {}
    return make_model(path, **CHAT | facts)


def paths(model):
    return [alternative.model.path for alternative in alternatives(model, None)]


def test_an_alternative_has_its_price_beside_the_model_s_own(client):
    make_version()
    model = make_chat()
    make_chat("google/gemma-3", "0.4")
    make_chat("mistral/nemo", "2")
    rescore_all()
    assert {a.ratio for a in alternatives(model, None)} == {Decimal(2), Decimal("0.4")}
    html = client.get(ADDRESS).content.decode()
    assert "60% cheaper" in html
    assert "2× the price" in html
    assert 'href="/models/google/gemma-3/"' in html


def test_another_version_is_neither_an_alternative_nor_a_relative():
    model = make_chat()
    other = make_chat("google/gemma-3", "0.4")
    for current in (model, other):
        make_snapshot(current, input_price="0.1", output_price="0.1", **CHAT)
    rescore_all()
    assert paths(model) == ["google/gemma-3"]
    assert relatives(model, None) == []


@pytest.mark.parametrize(
    ("own", "theirs", "fits"),
    [
        ({}, {"vision": True, "input_modalities": ["image", "text"]}, True),
        ({"input_modalities": ["text", "video"]}, {}, False),
        ({"tool_calling": True}, {"tool_calling": None}, False),
        ({"tool_calling": False}, {"tool_calling": None}, True),
        ({}, {"withdrawn_on": "2026-05-01"}, False),
        ({}, {"output_modalities": ["image"]}, False),
    ],
)
def test_who_is_an_alternative(own, theirs, fits):
    model = make_chat(**own)
    make_chat("google/gemma-3", "0.9", **theirs)
    assert bool(paths(model)) is fits


def test_a_deprecated_channel_is_nobody_s_alternative():
    model = make_chat()
    other = make_model("google/gemma-3", **CHAT)
    recommend(make_offering(other, input_price="2", output_price="2", status="deprecated"))
    assert paths(model) == []


def test_a_model_without_a_price_has_alternatives_but_no_ratio(client):
    make_version()
    model = make_chat(usd="")
    make_chat("google/gemma-3", "0.4")
    (found,) = alternatives(model, None)
    assert (found.ratio, found.price, found.saving) == (None, None, None)
    assert "cheaper" not in client.get(ADDRESS).content.decode()


def test_a_withdrawn_model_still_has_alternatives():
    model = make_chat(withdrawn_on="2026-05-01")
    make_chat("google/gemma-3", "0.4")
    assert paths(model) == ["google/gemma-3"]


def test_says_that_no_model_fits(client):
    make_version()
    make_chat()
    assert b"No similar models at a different price." in client.get(ADDRESS).content


def test_the_catalogue_is_read_once_per_version(django_assert_num_queries):
    model = make_chat()
    with django_assert_num_queries(5):  # those of the model index, from whose rows they are made
        alternatives(model, data_version(1))
        relatives(model, data_version(1))
    make_chat("google/gemma-3", "0.4")
    assert alternatives(model, data_version(1)) == []
    assert len(alternatives(model, data_version(2))) == 1


def test_they_are_made_of_the_rows_of_the_model_index(django_assert_num_queries):
    make_chat()
    make_chat("google/gemma-3", "0.4")
    data = data_version(1)
    row = model_index(data).rows[0]
    with django_assert_num_queries(0):
        made = on_sale(data)[row.path]
    assert made.blended is row.blended
    assert made.inputs is row.input_modalities


def test_relatives_show_their_prices_or_that_none_is_published(client):
    make_version()
    model = make_chat()
    make_chat("meta/llama-4", "0.27")
    make_model("meta/llama-5")
    assert [m.path for m in relatives(model, None)] == ["meta/llama-4", "meta/llama-5"]
    html = client.get(ADDRESS).content.decode()
    assert "$0.27 in, $0.27 out" in html
    assert "no comparable token price published" in html


def test_says_where_no_cheaper_model_fits(client):
    make_version()
    make_chat()
    make_chat("mistral/nemo", "3")
    rescore_all()
    assert "No cheaper model matches this one" in client.get(ADDRESS).content.decode()


def test_leads_with_a_cheaper_one_and_its_saving(client):
    make_version()
    model = make_chat(context=8000)
    make_chat("mistral/nemo", "1.2", context=8000)
    make_chat("google/gemma-3", "0.4", context=8000)
    rescore_all()
    assert paths(model)[0] == "google/gemma-3"
    html = client.get(ADDRESS).content.decode()
    assert "No cheaper model matches this one" not in html
    assert "60% cheaper" in html


def test_an_older_version_is_not_replaced_by_its_current_one():
    current = make_chat("openai/gpt-x", "0.4")
    model = make_chat("openai/gpt-x-legacy", "1", version_of=current, version_kind="snapshot")
    make_chat("google/gemma-3", "0.5")
    rescore_all()
    assert paths(model) == ["google/gemma-3"]
