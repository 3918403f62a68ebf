"""A comparison as lines of text."""

import pytest
from django.http import QueryDict

from pages.compare.columns import compared_columns
from pages.compare.lines import comparison_lines
from tests.factories import make_model, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_version()
    make_model("a/one", input_price="1", output_price="2", tool_calling=True)
    make_model("b/two")


def lines(query: str = "") -> dict[str, tuple[str, ...]]:
    columns = compared_columns(["a/one", "b/two"], {})
    return {label: cells for label, *cells in comparison_lines(columns, QueryDict(query))}


def test_has_facts_and_costs():
    got = lines("requests=1000&per=month&input=1000&output=0")
    assert got["Canonical ID"] == ["a/one", "b/two"]
    assert got["Input"] == ["$1.00", "–"]
    assert got["Monthly cost"] == ["$1.00", "–"]
    assert got["Tool calling"][0] == "Yes"


def test_a_wrong_workload_has_no_line():
    assert "Monthly cost" not in lines("input=many")
