"""Axes of the price explorer: scales that fit the data, with ticks at round values. Pure.

Prices and tokens stand by logarithm, as they span orders of magnitude; an axis begins and ends at
the nearest 1, 2 or 5 times a power of ten, so that no decade is drawn for nothing.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from math import ceil, floor, log10
from typing import NamedTuple

from catalog.display.money import price_text, tokens_text


class Frame(NamedTuple):
    """The picture's size, and the edges of the plot in it, in units of its viewBox."""

    width: int = 960
    height: int = 520
    left: int = 72
    right: int = 936
    top: int = 36
    bottom: int = 472


class Tick(NamedTuple):
    at: float
    text: str


FRAME = Frame()
STEPS = (1, 2, 5)  # of a power of ten
TICKS_AT_MOST = 9  # with more, only the powers of ten have one
MARGIN_OF_DAYS = 0.02  # room beside the first and the last day, as a share of the days between
Scale = Callable[[float], float]
Axis = tuple[Scale, tuple[Tick, ...]]


def log_axis(
    low: float, high: float, start: float, end: float, label: Callable[[float], str]
) -> Axis:
    """Return a logarithmic scale from `start` to `end`, and ticks at its round values."""
    powers = range(floor(log10(low)) - 1, ceil(log10(high)) + 2)
    steps = [step * 10.0**power for power, step in product(powers, STEPS)]
    first = max(step for step in steps if step <= low)
    last = min(step for step in steps if step >= high and step > first)

    def scale(figure: float) -> float:
        return start + (end - start) * log10(figure / first) / log10(last / first)

    inside = [step for step in steps if first <= step <= last]
    if len(inside) > TICKS_AT_MOST:
        inside = [step for step in inside if log10(step) == round(log10(step))]
    return scale, tuple(Tick(round(scale(step), 1), label(step)) for step in inside)


def linear_axis(low: float, high: float, ticks: Sequence[tuple[float, str]]) -> Axis:
    """Return a linear scale across the plot, and those of the ticks that lie on it."""
    width = (high - low) or 1

    def scale(figure: float) -> float:
        return FRAME.left + (FRAME.right - FRAME.left) * (figure - low) / width

    inside = [(at, text) for at, text in ticks if low <= at <= high]
    return scale, tuple(Tick(round(scale(at), 1), text) for at, text in inside)


def price_axis(low: float, high: float) -> Axis:
    """Return the y axis: USD per million tokens, low at the bottom."""
    return log_axis(low, high, FRAME.bottom, FRAME.top, _price_label)


def _price_label(price: float) -> str:
    # `repr` gives 0.1 for the float 0.1, not its 55 binary digits.
    return price_text(Decimal(repr(price)), 2).removesuffix(".00")


def _tokens_axis(low: float, high: float) -> Axis:
    return log_axis(low, high, FRAME.left, FRAME.right, lambda n: tokens_text(int(n)))


def _score_axis(low: float, high: float) -> Axis:
    first, last = floor(low / 10) * 10, ceil(high / 10) * 10
    last = max(last, first + 10)  # a single value still needs an axis
    return linear_axis(first, last, [(n, str(n)) for n in range(first, last + 1, 10)])


def _day_axis(low: float, high: float) -> Axis:
    """Return an axis of ordinal days with a tick at each new year; by quarter if it is short."""
    room = max((high - low) * MARGIN_OF_DAYS, 1)
    first, last = date.fromordinal(int(low)).year, date.fromordinal(int(high)).year
    years = range(first, last + 1)
    # A quarter's label has room on an axis of up to three years.
    months = (1, 4, 7, 10) if len(years) <= 2 else (1,)
    days = [date(year, month, 1) for year, month in product(years, months)]
    texts = [f"{day:%Y}" if months == (1,) else f"{day:%Y-%m}" for day in days]
    ticks = [(float(day.toordinal()), text) for day, text in zip(days, texts, strict=True)]
    return linear_axis(low - room, high + room, ticks)


X_AXES = {"tokens": _tokens_axis, "day": _day_axis, "score": _score_axis}
