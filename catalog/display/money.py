"""Format prices, costs, token counts, shares and ratios: the only place that rounds. Pure.

Both languages write these figures alike ($, decimal point, commas). Rounding is half up, and no
positive figure is shown as zero.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

NOT_REPORTED = "–"
SIGNIFICANT = 2  # digits that even the smallest price keeps
STORED_DECIMALS = 9  # of a price: with as many none reads like another one

# More digits than any sum has: quantize raises InvalidOperation if a result exceeds the precision.
WIDE = Context(prec=250)

# Suffixes of powers of a thousand, with the decimals to show.
UNITS = (("", 0), ("K", 1), ("M", 2), ("B", 2))
LETTERS = "".join(letter for letter, _places in UNITS)


@lru_cache(maxsize=4096)  # a page shows hundreds of prices, most of them again and again
def price_text(usd: Decimal | None, places: int = 3) -> str:
    """Return USD per million tokens: $2.50, $0.010, $0.0036.

    Cents from a dollar on, `places` decimals below, and more where two digits would be lost.
    """
    if usd is None:
        return NOT_REPORTED
    value = rounded(usd, max(places, SIGNIFICANT - 1 - usd.adjusted())) if usd else usd
    if abs(value) >= 1:
        return _dollars(rounded(usd, 2))
    return _dollars(rounded(value, max(places, -_exponent(value.normalize(WIDE)))))


def distinct_price_texts(prices: Iterable[Decimal | None], places: int = 3) -> dict[Decimal, str]:
    """Return the text of each price of a column, with more decimals where two would read alike.

    Only those that read alike get more, so that a column is no wider than it must be.
    """
    return _told_apart({price: price_text(price, places) for price in prices if price is not None})


def distinct_cost_texts(costs: Iterable[Decimal | None]) -> dict[Decimal, str]:
    """Return the text of each cost of a column, with more decimals where two would read alike."""
    return _told_apart({cost: cost_text(cost) for cost in costs if cost is not None})


def _told_apart(texts: dict[Decimal, str]) -> dict[Decimal, str]:
    for _more in range(2, STORED_DECIMALS):
        if len(texts) == len(set(texts.values())):
            break
        count = Counter(texts.values())
        texts = {usd: _finer(usd, text) if count[text] > 1 else text for usd, text in texts.items()}
    return texts


def _finer(usd: Decimal, text: str) -> str:
    """Return a figure with one more decimal than in its text, up to those that are stored."""
    if text.startswith("<"):
        return price_text(usd, 2)
    return text if decimals(text) >= STORED_DECIMALS else _dollars(rounded(usd, decimals(text) + 1))


def decimals(text: str) -> int:
    """Return how many decimals a price's text has: 2 in "$2.50", 0 in a dash."""
    return len(text.partition(".")[2])


def _exponent(value: Decimal) -> int:
    return int(value.as_tuple().exponent)


def cost_text(usd: Decimal | None) -> str:
    """Return a cost in dollars and cents: $0.06, $1,234.50; a positive one below is < $0.01."""
    if usd is None:
        return NOT_REPORTED
    cents = rounded(usd, 2)
    return f"< {_dollars(Decimal('0.01'))}" if usd > 0 and not cents else _dollars(cents)


def tokens_text(count: int | None) -> str:
    """Return a token count in K and M: 16,384 is 16K and so is 16,000; 1,050,000 is 1.05M.

    K is 1000, or 1024 for a multiple of 1024 that is no multiple of 1000.
    """
    if count is None:
        return NOT_REPORTED
    base = 1024 if count % 1000 and count % 1024 == 0 else 1000
    figures = [
        (rounded(Decimal(count) / base**power, places), letter)
        for power, (letter, places) in enumerate(UNITS)
    ]
    shown, letter = next((figure for figure in figures if figure[0] < base), figures[-1])
    return f"{_trimmed(shown):,f}{letter}"


def distinct_tokens_texts(counts: Iterable[int | None]) -> dict[int, str]:
    """Return the text of each token count of a column, in full where two would read alike.

    128,000 and 131,072 both read 128K: then only the one that is 128 thousand does.
    """
    texts = {count: tokens_text(count) for count in counts if count is not None}
    alike = Counter(texts.values())
    return {
        count: text if alike[text] == 1 or count == _named_by(text) else f"{count:,}"
        for count, text in texts.items()
    }


def _named_by(text: str) -> Decimal:
    """Return the count that a text names, with 1000 for K."""
    number = text.rstrip(LETTERS)
    thousands = [letter for letter, _places in UNITS].index(text[len(number) :])
    return Decimal(number.replace(",", "")).scaleb(3 * thousands)


def percent_text(share: Decimal | None) -> str:
    """Return a share of one as a percentage: 40%, 4.2%, 99.8%; a positive one below is < 0.1%.

    A share below one is never shown as 100%.
    """
    if share is None:
        return NOT_REPORTED
    coarse = Decimal("0.0995") <= abs(share) < Decimal("0.995") or abs(share) >= 1
    percent = rounded(100 * share, 0 if coarse else 1)
    if abs(share) < 1 and abs(percent) == 100:
        return _signed(percent, "> 99.9%")
    return (
        "< 0.1%" if share > 0 and not percent else _signed(percent, f"{_trimmed(abs(percent)):,f}%")
    )


def times_text(ratio: Decimal | None) -> str:
    """Return how many times as much: 1.4×, 0.3×, 16×; a positive one below is < 0.1×."""
    if ratio is None:
        return NOT_REPORTED
    shown = rounded(ratio, 0 if abs(ratio) >= Decimal("9.95") else 1)
    return "< 0.1×" if ratio > 0 and not shown else _signed(shown, f"{_trimmed(abs(shown)):,f}×")


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half up (away from zero) to so many decimals."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)


def _trimmed(value: Decimal) -> Decimal:
    """Strip trailing zeros after the decimal point."""
    return (
        value.quantize(Decimal(1), context=WIDE) if value == int(value) else value.normalize(WIDE)
    )


def _dollars(value: Decimal) -> str:
    return _signed(value, f"${abs(value):,f}")


def _signed(value: Decimal, text: str) -> str:
    return f"−{text}" if value < 0 else text
