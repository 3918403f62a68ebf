from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalog.display.money import (
    cost_text,
    distinct_cost_texts,
    distinct_price_texts,
    distinct_tokens_texts,
    percent_text,
    price_text,
    times_text,
    tokens_text,
)


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        ("0.01", "$0.010"),
        ("0.011", "$0.011"),
        ("0.027", "$0.027"),
        ("0.2", "$0.200"),
        ("0.0036", "$0.0036"),
        ("0.0109", "$0.011"),
        ("0.183112", "$0.183"),
        ("0.8299999999999998", "$0.830"),
        ("0.08333333333333334", "$0.083"),
        ("0.99996", "$1.00"),
        ("1.1832", "$1.18"),
        ("2.5", "$2.50"),
        ("12.345", "$12.35"),
        ("600", "$600.00"),
        ("100000", "$100,000.00"),
        ("0", "$0.000"),
        ("0.00000012345", "$0.00000012"),
    ],
)
def test_prices(usd, text):
    assert price_text(Decimal(usd)) == text


@pytest.mark.parametrize(
    ("usd", "text"), [("0.02", "$0.02"), ("0.4", "$0.40"), ("0.0036", "$0.0036"), ("3", "$3.00")]
)
def test_prices_in_a_list_have_two_decimals_or_what_they_need(usd, text):
    assert price_text(Decimal(usd), 2) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        ("0.055", "$0.06"),
        ("0.11", "$0.11"),
        ("0.025", "$0.03"),
        ("0.09", "$0.09"),
        ("0.126", "$0.13"),
        ("0.000055", "< $0.01"),
        ("0.0049999", "< $0.01"),
        ("0.005", "$0.01"),
        ("0", "$0.00"),
        ("1234.5", "$1,234.50"),
        ("-1234.5", "−$1,234.50"),
    ],
)
def test_costs(usd, text):
    assert cost_text(Decimal(usd)) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1K"),
        (8192, "8K"),
        (16_000, "16K"),
        (16_384, "16K"),
        (60_000, "60K"),
        (65_535, "65.5K"),
        (128_000, "128K"),  # a multiple of 1024 too, and not meant so
        (131_072, "128K"),
        (995_000, "995K"),
        (999_949, "999.9K"),
        (999_950, "1M"),
        (1_000_000, "1M"),
        (1_047_576, "1.05M"),
        (1_048_576, "1M"),
        (1_572_864, "1.5M"),
        (2_500_000_000, "2.5B"),
        (10**15, "1,000,000B"),
    ],
)
def test_tokens(count, text):
    assert tokens_text(count) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0.4", "40%"),
        ("0.042", "4.2%"),
        ("0.0994", "9.9%"),
        ("0.0995", "10%"),
        ("0.0005", "0.1%"),
        ("0.00049", "< 0.1%"),
        ("0", "0%"),
        ("0.9949", "99%"),
        ("0.998", "99.8%"),
        ("0.9996", "> 99.9%"),
        ("1", "100%"),
        ("12.5", "1,250%"),
        ("-0.4", "−40%"),
    ],
)
def test_percentages(share, text):
    assert percent_text(Decimal(share)) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [("0.04", "< 0.1×"), ("0.25", "0.3×"), ("1", "1×"), ("1.42", "1.4×"), ("9.95", "10×")],
)
def test_multiples(ratio, text):
    assert times_text(Decimal(ratio)) == text


@pytest.mark.parametrize("write", [price_text, cost_text, tokens_text, percent_text, times_text])
def test_not_reported_is_a_dash(write):
    assert write(None) == "–"


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_filters_write_the_same_in_both_languages(language):
    page = "{% load money %}{{ p|usd }} {{ p|usd:2 }} {{ p|cost }} {{ n|tokens }} {{ p|percent }}"
    with translation.override(language):
        text = engines["django"].from_string(page).render({"p": Decimal("1.25"), "n": 1_050_000})
    assert text == "$1.25 $1.25 $1.25 1.05M 125%"


def read(text):
    """Return the value of a figure and half of its last digit."""
    digits = text.lstrip("$").replace(",", "")
    return Decimal(digits), Decimal(5).scaleb(-len(digits.partition(".")[2]) - 1)


positive = st.decimals(min_value="1e-9", max_value=100_000, places=9)


@given(positive, st.sampled_from([2, 3]))
def test_a_price_reads_back_to_within_its_last_digit(usd, places):
    value, half = read(price_text(usd, places))
    assert value > 0
    assert abs(value - usd) <= half
    assert half <= Decimal("0.005")


@given(st.decimals(min_value="1e-12", max_value=10**12, places=12))
def test_a_cost_reads_back_to_the_cent_and_is_never_zero(usd):
    text = cost_text(usd)
    if text == "< $0.01":
        assert usd < Decimal("0.005")
    else:
        value, half = read(text)
        assert value > 0
        assert abs(value - usd) <= half


@given(st.integers(1, 10**12))
def test_tokens_read_back_to_within_their_last_digit(count):
    text = tokens_text(count)
    power = " KMB".find(text[-1]) if text[-1].isalpha() else 0
    value, half = read(text.rstrip("KMB"))
    assert any(abs(value * base**power - count) <= half * base**power for base in (1000, 1024))


@given(positive, positive)
def test_a_dearer_price_never_reads_cheaper(one, other):
    low, high = sorted((one, other))
    assert read(price_text(low))[0] <= read(price_text(high))[0]


@pytest.mark.parametrize(
    "prices, texts",
    [
        (["2.5", "2.504"], ["$2.500", "$2.504"]),
        (["2.5", "2.5"], ["$2.50"]),
        (["2.5", "2.5001", "7"], ["$2.5000", "$2.5001", "$7.00"]),
        (["2.5", "2.50001", "9"], ["$2.50000", "$2.50001", "$9.00"]),
        (["0.00225", "0.002325"], ["$0.00225", "$0.00233"]),
        (["0.7", "0.700000007"], ["$0.70000000", "$0.70000001"]),
        (["1e-12", "1.01e-12"], ["$0.000000000001", "$0.000000000001"]),
        (["0.0101", "0.0104", None], ["$0.0101", "$0.0104"]),
        ([], []),
    ],
)
def test_unlike_prices_of_a_column_read_unlike(prices, texts):
    got = distinct_price_texts(price and Decimal(price) for price in prices)
    assert list(got.values()) == texts


@pytest.mark.parametrize(
    "costs, texts",
    [
        (["5", "5.001", None], ["$5.000", "$5.001"]),
        (["5", "5.01"], ["$5.00", "$5.01"]),
        (["0.0001", "0.002", "3"], ["$0.0001", "$0.002", "$3.00"]),
        (["0.0001", "3"], ["< $0.01", "$3.00"]),
        (["0", "0.004"], ["$0.00", "< $0.01"]),
    ],
)
def test_unlike_costs_of_a_column_read_unlike(costs, texts):
    got = distinct_cost_texts(cost and Decimal(cost) for cost in costs)
    assert list(got.values()) == texts


@pytest.mark.parametrize(
    "counts, texts",
    [
        ([128_000, 131_072, None], ["128K", "131,072"]),
        ([131_072, 4096, 131_072], ["128K", "4K"]),
        ([1_000_000, 1_048_576, 1_050_000], ["1M", "1,048,576", "1.05M"]),
        ([262_144, 262_143, 262_140], ["256K", "262,143", "262,140"]),
        ([77, 0], ["77", "0"]),
        ([], []),
    ],
)
def test_unlike_counts_of_a_column_read_unlike(counts, texts):
    assert list(distinct_tokens_texts(counts).values()) == texts


@given(st.lists(st.integers(0, 10**10), unique=True))
def test_no_two_counts_of_a_column_read_alike(counts):
    texts = distinct_tokens_texts(counts)
    assert len(set(texts.values())) == len(counts)


@given(st.lists(st.decimals(0, 1000, places=9), unique=True))
def test_no_two_prices_of_a_column_read_alike(prices):
    texts = distinct_price_texts(prices)
    assert len(set(texts.values())) == len(set(prices))
