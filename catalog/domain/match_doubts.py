"""Which matches of offers and models are doubtful, and how much. Pure.

Two questions for editors: is this single offer the large model beside it, under another name? And
does this offer belong to its model, though its facts are far from the others'? Rules already merge
what they are sure of; these are the cases in which evidence speaks for both answers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import log
from statistics import median

from rapidfuzz import fuzz

LARGE = 4  # offers of a model beside which a single one is suspicious
FEW = 3  # offers of a model from which on one can be an outlier
CLOSE_NAMES = 80  # of 100, by edit distance
PRICE_FACTOR = 3.0  # from the median, which counts as far
CONTEXT_FACTOR = 2.0
MOST_LENGTH = 100  # characters compared; longer slugs are hostile
LEAST_DOUBT = 0.4


class Question(StrEnum):
    SINGLETON = "singleton"  # a single offer beside a large model of a similar name
    OUTLIER = "outlier"  # an offer whose facts are far from those of its model


class Sign(StrEnum):
    """What speaks for the doubt, as editors read it."""

    NAMES = "names"
    PRICE = "price"
    CONTEXT = "context"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class MatchedOffer:
    """What an offer reports: blended price in USD per 1M tokens, context in tokens."""

    provider: str
    provider_model_id: str
    price: Decimal | None = None
    context: int | None = None
    released: str = ""


@dataclass(frozen=True, slots=True)
class MatchDoubt:
    """A question about a match; `doubt` is from 0 to 1, `beside` the model of a similar name."""

    question: Question
    doubt: float
    path: str
    offer: MatchedOffer
    signs: tuple[Sign, ...]
    beside: str = ""


def match_doubts(models: Mapping[str, Sequence[MatchedOffer]]) -> list[MatchDoubt]:
    """Return the questions about these models' offers, the most doubtful first."""
    found = [*_singletons(models), *_outliers(models)]
    key = lambda one: (-one.doubt, one.path, one.offer.provider, one.offer.provider_model_id)  # noqa: E731
    return sorted((one for one in found if one.doubt >= LEAST_DOUBT), key=key)


def _singletons(models: Mapping[str, Sequence[MatchedOffer]]) -> Iterator[MatchDoubt]:
    by_maker: defaultdict[str, list[str]] = defaultdict(list)
    for path, offers in models.items():
        if len(offers) >= LARGE:
            by_maker[path.partition("/")[0]].append(path)
    for path, offers in models.items():
        if len(offers) == 1:
            large = by_maker[path.partition("/")[0]]
            if best := max((_beside(path, offers[0], one, models) for one in large), default=None):
                yield MatchDoubt(Question.SINGLETON, best[0], path, offers[0], best[2], best[1])


def _beside(
    path: str, offer: MatchedOffer, large: str, models: Mapping[str, Sequence[MatchedOffer]]
) -> tuple[float, str, tuple[Sign, ...]]:
    """Return how likely the single offer is the large model: names close, facts alike."""
    one, other = (p.partition("/")[2][:MOST_LENGTH] for p in (path, large))
    closeness = fuzz.ratio(one, other)
    if closeness < CLOSE_NAMES or numbers(one) != numbers(other):
        return 0.0, large, ()
    far = signs_of(offer, models[large])
    # Equal facts make it likely that they are one; other facts, that they are not.
    return round(closeness / 100 * (1 - 0.2 * len(far)), 3), large, (Sign.NAMES, *far)


def numbers(slug: str) -> list[str]:
    """Return the numbers of a slug: names with other numbers are other generations or sizes."""
    return re.findall(r"\d+", slug)


def _outliers(models: Mapping[str, Sequence[MatchedOffer]]) -> Iterator[MatchDoubt]:
    for path, offers in models.items():
        if len(offers) < FEW:
            continue
        for offer in offers:
            others = [one for one in offers if one is not offer]
            if signs := signs_of(offer, others):
                weight = 0.3 * len(signs) + 0.1 * _price_distance(offer, others)
                yield MatchDoubt(Question.OUTLIER, round(min(weight, 1.0), 3), path, offer, signs)


def signs_of(offer: MatchedOffer, others: Sequence[MatchedOffer]) -> tuple[Sign, ...]:
    """Return in what an offer is far from the median of others, or from all of them."""
    signs = []
    if _price_distance(offer, others) >= 1:
        signs.append(Sign.PRICE)
    contexts = [one.context for one in others if one.context]
    if offer.context and contexts and _far(offer.context, median(contexts), CONTEXT_FACTOR):
        signs.append(Sign.CONTEXT)
    years = {one.released[:4] for one in others if one.released}
    if offer.released and years and offer.released[:4] not in years:
        signs.append(Sign.RELEASED)
    return tuple(signs)


def _far(value: float, middle: float, factor: float) -> bool:
    return value > factor * middle or value * factor < middle


def _price_distance(offer: MatchedOffer, others: Iterable[MatchedOffer]) -> float:
    """Return how far a price is from the median: 1 at PRICE_FACTOR times or a third, at most 4."""
    prices = [one.price for one in others if one.price]
    if not offer.price or not prices:
        return 0.0
    return min(abs(log(offer.price / median(prices))) / log(PRICE_FACTOR), 4.0)


def proposed_path(doubt: MatchDoubt, slug: str) -> str:
    """Return a canonical id to split an outlier off to: its own name, else with its provider's."""
    maker, _slash, current = doubt.path.partition("/")
    own = slug if slug and slug != current else f"{current}-{doubt.offer.provider}"
    return f"{maker}/{own}"
