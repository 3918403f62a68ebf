"""The rows of the list of models in chosen columns."""

from dataclasses import replace

import pytest

from catalog.listing.columns import COLUMNS, score_column
from catalog.listing.index import load_model_index
from pages.result_rows import column_label, result_rows
from scoring.rescore import rescore_all
from tests.factories import make_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def model():
    facts = {"context": 128_000, "family": "Llama", "tool_calling": True}
    make_model("meta/llama", input_price="0.5", output_price="1", **facts)
    rescore_all()
    return load_model_index().rows[0]


def cells(model):
    (row,) = result_rows([model], (*COLUMNS, score_column("agents")))
    assert (row.url, row.label) == (model.url, model.label)
    labels = [column_label(column) for column in (*COLUMNS, score_column("agents"))][1:]
    return dict(zip(labels, row.cells, strict=True))


def test_draws_each_column_by_its_kind(model, django_assert_num_queries):
    with django_assert_num_queries(0):
        row = cells(model)
    assert (row["Maker"].kind, row["Maker"].url) == ("link", "/makers/meta/")
    assert (row["Family"].kind, row["Family"].url) == ("link", "/makers/meta/llama/")
    assert (row["Context"].text, row["Input"].text, row["Input"].css) == ("128K", "$0.500", "")
    assert (row["Tool calling"].kind, row["Tool calling"].flag) == ("flag", True)
    assert (row["Trend"].missing, row["Trend"].trend) == ("", None)
    assert row["Agents"].text == str(model.scores["agents"])


def test_unknown_values_say_why(model):
    row = cells(replace(model, context=None, input=None, blended=None, scores={}, family=""))
    assert (row["Context"].text, row["Context"].missing) == ("", "Not reported")
    assert (row["Input"].text, row["Trend"].missing) == ("", "No token price published")
    assert (row["Family"].kind, row["Family"].text) == ("text", "")
    assert row["Agents"].text == ""


def test_a_family_without_a_slug_has_no_link(model):
    assert cells(replace(model, family="✨"))["Family"].kind == "text"
