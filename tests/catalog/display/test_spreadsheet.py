import csv
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.display.spreadsheet import cell_text, csv_text


def test_it_works():
    text = csv_text([("model", "usd"), ("通義千問", Decimal("1.500"))])
    assert text == "\ufeffmodel,usd\r\n通義千問,1.5\r\n"


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\uff1d1+1",
            "|cmd",
            "%0a",
        ),
        *("\u200b=1", "\ufeff =1", "\u00a0=1", "\U000e0041@A1"),
        *("a;=1+1", "a; =1", "a;\u200b\uff1d1", "a,@A1"),
    ],
)
def test_formulas_are_text(cell):
    assert cell_text(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (5, "5"),
        (Decimal("-1.50"), "-1.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.000000045"), "0.000000045"),
        (Decimal(10), "10"),
        ("a=b", "a=b"),
        ("a; b - c", "a; b - c"),
        ("1, 2 = 3", "1, 2 = 3"),
    ],
)
def test_numbers_stay_numbers(cell, text):
    assert cell_text(cell) == text


texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1)


@given(st.lists(st.lists(texts, min_size=1), max_size=4))
def test_no_text_starts_a_formula_or_a_new_cell(rows):
    read = list(csv.reader(StringIO(csv_text(rows)[1:], newline="")))
    assert [len(row) for row in read] == [len(row) for row in rows]
    for row in read:
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@")) for cell in row)
