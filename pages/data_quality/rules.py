"""What makes a value doubtful: one table of rules about the offers of one model. Pure.

The page prints its explanations from this table. A rule compares an offer with itself, or with the
other offers of its model; it never says which value is right.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from catalog.display.translation import gettext_noop as _
from catalog.feed.normalise import FLAGS

QUORUM = 3  # offers that report a value: with fewer there is no telling which one is wrong
FAR = 4  # times the median of the context windows, or a quarter of it
DEAR = 3  # times the median of the blended prices, or a third of it


class QualityOffer(NamedTuple):
    """What the rules need of one offer on sale; `blended` is None without a published price."""

    provider: str
    provider_model_id: str
    context: int | None
    max_output: int | None
    blended: Decimal | None
    flags: Mapping[str, bool | None]
    released: str
    last_updated: str
    knowledge: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubtful value: `value` is the offer's, `other` what it was compared with."""

    offer: QualityOffer
    field: str
    value: Any
    other: Any = None


Doubts = Iterator[Doubt]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its key in the URL, its name, what it finds as a sentence, and the rule itself."""

    key: str
    name: str
    sentence: str
    find: Callable[[Sequence[QualityOffer], date], Doubts]


def output_above_context(offers: Sequence[QualityOffer], _today: date) -> Doubts:
    for offer in offers:
        if offer.context and offer.max_output and offer.max_output > offer.context:
            yield Doubt(offer, "max_output", offer.max_output, offer.context)


def context_far_off(offers: Sequence[QualityOffer], _today: date) -> Doubts:
    stated = [(offer, offer.context) for offer in offers if offer.context]
    for offer, middle in _far_off(stated, FAR):
        yield Doubt(offer, "context", offer.context, int(middle))


def price_far_off(offers: Sequence[QualityOffer], _today: date) -> Doubts:
    stated = [(offer, offer.blended) for offer in offers if offer.blended]
    for offer, middle in _far_off(stated, DEAR):
        yield Doubt(offer, "prices.input", offer.blended, middle)


def minority_flag(offers: Sequence[QualityOffer], _today: date) -> Doubts:
    for name in FLAGS:
        said = [(offer, offer.flags[name]) for offer in offers if offer.flags[name] is not None]
        counted = Counter(value for _offer, value in said)
        if len(said) < QUORUM or counted[True] == counted[False]:
            continue
        usual = counted[True] > counted[False]
        yield from (Doubt(offer, name, value, usual) for offer, value in said if value != usual)


def impossible_date(offers: Sequence[QualityOffer], today: date) -> Doubts:
    for offer in offers:
        for field in ("released", "last_updated", "knowledge"):
            value = getattr(offer, field)
            if value and not _exists(value):
                yield Doubt(offer, field, value)
            # As text: 2026-05 is not after 2026-05-12, 2026-06 is.
            elif value > str(today):
                yield Doubt(offer, field, value, str(today))
        if _before(offer.last_updated, offer.released):
            yield Doubt(offer, "last_updated", offer.last_updated, offer.released)
        if _before(offer.released, offer.knowledge):
            yield Doubt(offer, "knowledge", offer.knowledge, offer.released)


def _far_off(
    stated: Sequence[tuple[QualityOffer, int | Decimal]], times: int
) -> Iterator[tuple[QualityOffer, Decimal]]:
    """Yield what is more than so many times the median, or less than such a part of it."""
    if len(stated) < QUORUM:
        return
    middle = median(Decimal(value) for _offer, value in stated)
    for offer, value in stated:
        if value > middle * times or value * times < middle:
            yield offer, middle


def _exists(partial: str) -> bool:
    try:
        date.fromisoformat(partial + "0000-01-01"[len(partial) :])
    except ValueError:
        return False
    return True


def _before(earlier: str, later: str) -> bool:
    """Tell whether a partial date is before another one, as far as both are exact."""
    if not earlier or not later:
        return False
    exact = min(len(earlier), len(later))
    return earlier[:exact] < later[:exact]


RULES = (
    Rule(
        "output-above-context",
        _("Output above context"),
        _("The maximum output is larger than the context window, which holds it."),
        output_above_context,
    ),
    Rule(
        "context",
        _("Context window far from the others"),
        _(
            "The context window is over 4 times the median of the model’s offers, or under a "
            "quarter of it. Counted where at least 3 offers report one."
        ),
        context_far_off,
    ),
    Rule(
        "price",
        _("Price far from the others"),
        _(
            "The blended price is over 3 times the median of the model’s offers, or under a third "
            "of it. Counted where at least 3 offers publish one."
        ),
        price_far_off,
    ),
    Rule(
        "flag",
        _("Capability reported otherwise"),
        _(
            "The offer reports yes where most offers of the model report no, or the other way "
            "round. Counted where at least 3 offers report the capability."
        ),
        minority_flag,
    ),
    Rule(
        "date",
        _("Impossible date"),
        _(
            "The date doesn’t exist or is in the future, the last update is before the release, "
            "or the knowledge cutoff is after it."
        ),
        impossible_date,
    ),
)
# Of models, not of offers: found where the catalogue is read.
VANISHED = Rule(
    "vanished",
    _("Withdrawn without notice"),
    _(
        "The last offer of the model was withdrawn in the last 90 days, and no offer of it had "
        "been reported as deprecated."
    ),
    lambda _offers, _today: iter(()),
)
# By the rules of `catalog.domain.price_doubts`, which also leave the price out of comparisons.
DOUBTFUL_PRICE = Rule(
    "doubtful-price",
    _("Doubtful price"),
    _(
        "The price is likely a mistake, so it’s left out of comparisons, scores and rankings. "
        "The model’s page says why."
    ),
    lambda _offers, _today: iter(()),
)
EVERY_RULE = (*RULES, DOUBTFUL_PRICE, VANISHED)
BY_KEY = {rule.key: rule for rule in EVERY_RULE}


def find_doubts(
    models: Iterable[Sequence[QualityOffer]], today: date
) -> Iterator[tuple[Rule, Doubt]]:
    """Yield the doubtful values of these models' offers, model by model, rule by rule."""
    for offers in models:
        for rule in RULES:
            for doubt in rule.find(offers, today):
                yield rule, doubt
