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
MOST_DECIMALS = 4  # of a price in a table, unless it is smaller

# More digits than any sum has: quantize raises InvalidOperation if a result exceeds the precision.
WIDE = Context(prec=250)

# Suffixes of powers of a thousand, with the decimals to show.
UNITS = (("", 0), ("K", 1), ("M", 2), ("B", 2))


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

    At most MOST_DECIMALS, or one more than `places`, so that a column doesn't grow wide.
    """
    most = max(MOST_DECIMALS, places + 1)
    texts = {price: price_text(price, places) for price in prices if price is not None}
    for _more in range(2, most):
        if len(texts) == len(set(texts.values())):
            break
        count = Counter(texts.values())
        texts |= {
            price: _dollars(rounded(price, min(decimals(text) + 1, most)))
            for price, text in texts.items()
            if count[text] > 1 and decimals(text) < most
        }
    return texts


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
