"""Links and tables of the admin: escaped, empty values shown, no query."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.safestring import mark_safe

from catalog.admin.base import NOTHING, as_text, usd
from catalog.admin.elements import link, link_to, link_to_list, table
from catalog.models import Maker, Offering

HOSTILE = "<script>&"


def test_a_link_leads_to_the_rows_page():
    assert link(Maker(pk=7, name="Meta")).strip() == (
        '<a href="/admin/catalog/maker/7/change/">Meta</a>'
    )


def test_a_link_to_nothing_is_an_empty_value():
    assert link(None) == NOTHING


def test_a_link_to_a_list_filters_it():
    html = link_to_list(Offering, 5, provider__id__exact=3, sold="yes")
    assert "/admin/catalog/offering/?provider__id__exact=3&amp;sold=yes" in html
    assert ">5</a>" in html


def test_a_download_says_so():
    assert " download>" in link_to("/x", "x", download=True)
    assert "download" not in link_to("/x", "x")


def test_text_of_a_link_is_escaped():
    assert "&lt;script&gt;&amp;" in link_to("/x", HOSTILE)


def test_cells_are_escaped_unless_safe():
    html = table([HOSTILE], [[HOSTILE, mark_safe("<b>7</b>")]])
    assert HOSTILE not in html
    assert html.count("&lt;script&gt;&amp;") == 2
    assert "<td><b>7</b></td>" in html


@pytest.mark.parametrize(
    "value, shown",
    [(None, NOTHING), (0, "0"), ("", ""), (False, "False"), (date(2026, 5, 1), "2026-05-01")],
)
def test_values_of_cells(value, shown):
    assert f"<td>{shown}</td>" in table(["a"], [[value]])


def test_a_table_without_rows_is_an_empty_value():
    assert table(["a"], []) == NOTHING


@pytest.mark.parametrize(
    "price, shown",
    [("1.500000000", "1.5"), ("10", "10"), ("0.000000001", "0.000000001"), ("0", "0")],
)
def test_usd_keeps_every_digit(price, shown):
    assert usd(Decimal(price)) == shown


def test_usd_of_no_price_is_an_empty_value():
    assert usd(None) == NOTHING


@pytest.mark.parametrize(
    "stored, shown",
    [
        (None, NOTHING),
        ("文字", "文字"),
        (["文", 1], '["文", 1]'),
        ({"b": 1, "a": None}, '{"a": null, "b": 1}'),
        (True, "true"),
    ],
)
def test_as_text(stored, shown):
    assert as_text(stored) == shown
