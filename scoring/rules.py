"""The six fit scores as one table, and a model's points by it. Pure.

The methodology page, the breakdown on a model page and the scores themselves all come from
`RUBRICS`. Each criterion is rounded half up to whole points; a score is the sum of its criteria.

Rounding is stable: logarithms are `Decimal` to 28 digits, and exact for powers of ten. Half a point
is met at one price only, $1.00 blended in cost efficiency (95 × 1/2 = 47.5): every other half
point lies at an irrational value, which no price or limit can have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from catalog.display.translation import gettext_noop as _
from catalog.domain.score_inputs import ScoreInputs

ALL_POINTS = 100  # of every rubric

# Far beyond any price's digits, so that a result never depends on the platform's floats.
DIGITS = Context(prec=28)

# How formulas name each input, and how a range names those that are not reported.
FACT_NAMES = {
    "tool_calling": _("tool calling"),
    "structured_output": _("structured output"),
    "reasoning": _("reasoning"),
    "temperature": _("temperature control"),
    "context": _("context window"),
    "max_output": _("max output"),
    "providers": _("number of providers"),
    "blended": _("blended price"),
    "has_cache_price": _("prompt-cache price"),
    "price_published": _("published price"),
    "conflicts": _("number of data conflicts"),
    "official": _("official model"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """How a fact earns points.

    `formula` is its text and `terms` fill it in; a term of several parts is joined where it is
    shown, as lists are joined differently in each language. `earned` takes the fact and the
    criterion's points, and returns points that may still be fractions.
    """

    formula: str
    earned: Callable[[Any, int], Decimal | int]
    terms: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=8192)  # models share a few hundred limits and prices, day after day
def log_share(value: Decimal | int, low: Decimal | int, high: Decimal | int) -> Decimal:
    """Return 0 at `low` or below, 1 at `high` or above, linear in log(value) between."""
    if value <= low:
        return Decimal(0)
    if value >= high:
        return Decimal(1)
    part, whole = DIGITS.divide(Decimal(value), low), DIGITS.divide(Decimal(high), low)
    return DIGITS.divide(DIGITS.log10(part), DIGITS.log10(whole))


def rising(low: int, high: int) -> Rule:
    """Return a rule whose points grow with the logarithm of the fact, from none to all."""
    return Rule(
        _("%(points)s × log(%(fact)s, %(low)s, %(high)s)"),
        lambda value, points: points * log_share(value, low, high),
        {"low": f"{low:,}", "high": f"{high:,}"},
    )


def half_then_rising(low: int, high: int) -> Rule:
    """Return a rule that gives half of the points at `low`, and the rest with the logarithm."""
    return Rule(
        _("0 below %(low)s, otherwise %(half)s + %(half)s × log(%(fact)s, %(low)s, %(high)s)"),
        lambda value, points: points * (1 + log_share(value, low, high)) / 2 if value >= low else 0,
        {"low": f"{low:,}", "high": f"{high:,}"},
    )


def falling(low: str, high: str) -> Rule:
    """Return a rule whose points fall with the logarithm of a price in USD per million tokens."""
    return Rule(
        _("%(points)s × (1 − log(%(fact)s, %(low)s, %(high)s)), or 0 if no price is published"),
        lambda price, points: points * (1 - log_share(price, Decimal(low), Decimal(high))),
        {"low": f"${low}", "high": f"${high}"},
    )


def each(per: int) -> Rule:
    """Return a rule that gives `per` points for each counted thing, capped at all points."""
    return Rule(
        _("%(per)s × %(fact)s, up to %(points)s"),
        lambda count, points: min(points, per * count),
        {"per": str(per)},
    )


def less_each(per: int) -> Rule:
    """Return a rule that takes `per` points off for each counted thing, down to none."""
    return Rule(
        _("%(points)s − %(per)s × %(fact)s, minimum 0"),
        lambda count, points: max(0, points - per * count),
        {"per": str(per)},
    )


def steps(*worth: tuple[int, int]) -> Rule:
    """Return a rule of thresholds: (least value, points) pairs; the last one gives all points."""
    return Rule(
        _("by %(fact)s: %(steps)s"),
        lambda value, points: max((earned for least, earned in worth if value >= least), default=0),
        {"steps": tuple(f"≥ {least:,} → {earned}" for least, earned in worth)},
    )


YES = Rule(_("%(points)s if yes, otherwise 0"), lambda reported, points: points if reported else 0)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric: the most points it can earn, the input, the rule, and the reason."""

    key: str
    label: str
    points: int
    fact: str
    rule: Rule
    why: str

    @property
    def terms(self) -> dict[str, str | tuple[str, ...]]:
        """What fills in the formula, without the fact's name, which is to be translated."""
        own = {"points": str(self.points), "half": str(self.points // 2)}
        return own | dict(self.rule.terms)


@dataclass(frozen=True, slots=True)
class Rubric:
    """One score: its key in URLs and rows, its name, what it rates, and its criteria."""

    key: str
    label: str
    about: str
    criteria: tuple[Criterion, ...]


def _tools(points: int, why: str) -> Criterion:
    return Criterion("tool_calling", _("Tool calling"), points, "tool_calling", YES, why)


def _structured(points: int, why: str, label: str = _("Structured output")) -> Criterion:
    return Criterion("structured_output", label, points, "structured_output", YES, why)


def _reasoning(points: int, why: str) -> Criterion:
    return Criterion("reasoning", _("Reasoning"), points, "reasoning", YES, why)


AVAILABLE = Criterion(
    "availability",
    _("Provider availability"),
    10,
    "providers",
    each(1),
    _("With several providers, the model stays available when one is down."),
)

RUBRICS = (
    Rubric(
        "coding",
        _("Coding"),
        _("Writing and editing code in an editor or with an agent."),
        (
            _tools(40, _("Coding agents read files, edit them and run tests through tool calls.")),
            _structured(20, _("Edits and diffs must be in a format that a program can apply.")),
            _reasoning(10, _("Planning before answering helps with multi-file changes.")),
            Criterion(
                "context",
                _("Context window (100K → 1M)"),
                20,
                "context",
                rising(100_000, 1_000_000),
                _(
                    "A repository only fits in a large context window. Each doubling earns "
                    "the same number of points."
                ),
            ),
            AVAILABLE,
        ),
    ),
    Rubric(
        "agents",
        _("Agents"),
        _("Multi-step work where the model decides what to do next."),
        (
            _tools(
                35,
                _(
                    "Agents act through tool calls. Without tools, a model can only "
                    "reply with text."
                ),
            ),
            _structured(25, _("A program reads each step, so the format must be reliable.")),
            _reasoning(15, _("Long tasks need planning and replanning.")),
            Criterion(
                "max_output",
                _("Output token limit"),
                15,
                "max_output",
                rising(4096, 32_768),
                _("Reasoning and tool arguments count as output, so a low limit truncates them."),
            ),
            AVAILABLE,
        ),
    ),
    Rubric(
        "structured-output",
        _("JSON / structured output"),
        _("Extraction, classification and other machine-readable responses."),
        (
            _structured(
                50,
                _("The provider guarantees the format instead of relying on the prompt."),
                _("Structured output / JSON mode"),
            ),
            _tools(20, _("Tool arguments are another way to get a known format.")),
            Criterion(
                "temperature",
                _("Temperature control"),
                10,
                "temperature",
                YES,
                _("A low temperature makes responses more repeatable."),
            ),
            Criterion(
                "price",
                _("Price-friendly for high volume"),
                20,
                "blended",
                falling("0.10", "10"),
                _("These jobs often process thousands of documents, so price matters."),
            ),
        ),
    ),
    Rubric(
        "cost-efficiency",
        _("Cost efficiency"),
        _("Based on the token prices of the recommended offer."),
        (
            Criterion(
                "price",
                _("Headline price (log-scaled)"),
                95,
                "blended",
                falling("0.01", "100"),
                _(
                    "Prices span four orders of magnitude. Each halving earns the same "
                    "number of points."
                ),
            ),
            Criterion(
                "cache_price",
                _("Has prompt-cache pricing"),
                5,
                "has_cache_price",
                YES,
                _("Repeated prompts cost a fraction of the full input price."),
            ),
        ),
    ),
    Rubric(
        "long-context",
        _("Long context"),
        _("Whole books, contracts or codebases in one prompt."),
        (
            Criterion(
                "context",
                _("Context ≥ 100K"),
                100,
                "context",
                half_then_rising(100_000, 1_000_000),
                _("Below 100K tokens, long documents must be split. Above that, more is better."),
            ),
        ),
    ),
    Rubric(
        "production-readiness",
        _("Production-readiness"),
        _("How safe it is to build on: number of providers, published prices and consistent data."),
        (
            Criterion(
                "providers",
                _("Number of independent providers"),
                40,
                "providers",
                each(5),
                _("With several providers, you can switch when prices rise or service fails."),
            ),
            Criterion(
                "price_published",
                _("Has published per-token price"),
                20,
                "price_published",
                YES,
                _("You can’t budget for an unknown price."),
            ),
            Criterion(
                "context",
                _("Context window ≥ 8K"),
                15,
                "context",
                steps((8000, 8), (32_000, 12), (128_000, 15)),
                _("Real prompts with history and instructions outgrow small context windows."),
            ),
            Criterion(
                "conflicts",
                _("No data inconsistencies across providers"),
                10,
                "conflicts",
                less_each(2),
                _("When providers report different facts, it’s harder to know what you get."),
            ),
            Criterion(
                "official",
                _("Official model (not derivative)"),
                15,
                "official",
                YES,
                _("An official model is maintained by the maker that trained it."),
            ),
        ),
    ),
)

BY_KEY = {rubric.key: rubric for rubric in RUBRICS}


class State(StrEnum):
    """How far a criterion is met; "not reported" is not "no"."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NOT_REPORTED = "not-reported"


@dataclass(frozen=True, slots=True)
class Result:
    """What one criterion earned: nothing while its input is not reported."""

    criterion: Criterion
    points: int
    state: State


@dataclass(frozen=True, slots=True)
class Score:
    """One score with its breakdown: `points` are certain, `upper` is possible."""

    rubric: Rubric
    results: tuple[Result, ...]

    @property
    def points(self) -> int:
        return sum(result.points for result in self.results)

    @property
    def upper(self) -> int:
        """The score if every input that is not reported turned out at its best."""
        return self.points + sum(result.criterion.points for result in self.unknown)

    @property
    def unknown(self) -> tuple[Result, ...]:
        """The criteria whose input is not reported."""
        return tuple(r for r in self.results if r.state is State.NOT_REPORTED)


def score(rubric: Rubric, inputs: ScoreInputs) -> Score:
    """Score one rubric, criterion by criterion."""
    return Score(rubric, tuple(_result(criterion, inputs) for criterion in rubric.criteria))


def scores(inputs: ScoreInputs) -> tuple[Score, ...]:
    """Score every rubric, in the order of `RUBRICS`."""
    return tuple(score(rubric, inputs) for rubric in RUBRICS)


@lru_cache(maxsize=10_000)  # most models of one past day are those of another
def points_by_rubric(inputs: ScoreInputs) -> Mapping[str, int]:
    """Return the points of every rubric, in the order of their keys."""
    earned = {scored.rubric.key: scored.points for scored in scores(inputs)}
    return MappingProxyType(dict(sorted(earned.items())))


def _result(criterion: Criterion, inputs: ScoreInputs) -> Result:
    value = getattr(inputs, criterion.fact)
    if value is None:
        return Result(criterion, 0, State.NOT_REPORTED)
    points = whole(criterion.rule.earned(value, criterion.points))
    if points == 0:
        return Result(criterion, 0, State.NOT_MET)
    return Result(criterion, points, State.MET if points == criterion.points else State.PARTLY)


def whole(points: Decimal | int) -> int:
    """Round half up to whole points."""
    return points if isinstance(points, int) else int(points.quantize(Decimal(1), ROUND_HALF_UP))
