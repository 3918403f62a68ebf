"""What the offers of a model report of one fact, and which value the model takes from them. Pure.

An offer that reports nothing is silent: it counts neither for a value nor against it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from catalog.display.translation import gettext_noop as _
from catalog.domain.records import OfferingFacts

# A single offer's word is no majority: on the reference page one of five offers reports structured
# output, and the model's is not reported.
LEAST_WITNESSES = 2
LONG_CONTEXT = 100_000  # tokens; the long-context rubric starts there, too
SILENT: tuple[Any, ...] = (None, "", ())


class Statement(NamedTuple):
    """What is reported of one fact: by the reference offer, and by each offer that reports it.

    `own` is whether the reference offer is the maker's own.
    """

    reference: Any
    own: bool
    reported: Sequence[Hashable]


class ValueBasis(StrEnum):
    """Which rule gave a model the value of a fact."""

    MAKER = "maker"
    MAJORITY = "majority"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class ValueRule:
    """One rule: `value_of` returns the value that it gives, None where it does not apply."""

    basis: ValueBasis
    sentence: str
    value_of: Callable[[Statement], Any]


def majority(reported: Sequence[Hashable], least: int = LEAST_WITNESSES) -> Any:
    """Return the value of more than half, and of at least `least`; None without one."""
    value, count = next(iter(Counter(reported).most_common(1)), (None, 0))
    return value if count >= least and 2 * count > len(reported) else None


def _of_maker(said: Statement) -> Any:
    return said.reference if said.own else None


def _of_majority(said: Statement) -> Any:
    return majority(said.reported)


def _of_reference(said: Statement) -> Any:
    return said.reference


# The first rule that gives a value counts. A tie has no majority, so the reference offer decides;
# where that is silent, too, the model's value is not reported.
VALUE_RULES = (
    ValueRule(ValueBasis.MAKER, _("The reference offer is the maker’s own: its value."), _of_maker),
    ValueRule(
        ValueBasis.MAJORITY,
        _("Otherwise the value of more than half of the offers that report one, at least two."),
        _of_majority,
    ),
    ValueRule(
        ValueBasis.REFERENCE,
        _("Without such a majority, as in a tie, the value of the reference offer."),
        _of_reference,
    ),
)


def decide(said: Statement) -> Any:
    """Return the value that a model takes by VALUE_RULES; None is "not reported"."""
    found = (rule.value_of(said) for rule in VALUE_RULES)
    return next((value for value in found if value not in SILENT), None)


class Reports(NamedTuple):
    """How many offers report a yes, a no, and nothing, of a model's capability.

    Of a number (`NUMBERS`) every offer that reports one counts as a yes.
    """

    yes: int
    no: int
    silent: int

    @property
    def reported(self) -> int:
        return self.yes + self.no

    @property
    def offers(self) -> int:
        return self.yes + self.no + self.silent

    @property
    def unanimous(self) -> bool:
        """Whether all offers report the same, or none reports anything."""
        return sum(map(bool, self)) <= 1


Answer = Callable[[OfferingFacts], bool | None]


def _flag(name: str) -> Answer:
    return attrgetter(name)


def has_modality(modalities: Collection[str], modality: str) -> bool | None:
    """Tell whether a modality is among the reported ones; with none at all it is not reported."""
    return modality in modalities if modalities else None


def _accepts(modality: str) -> Answer:
    return lambda facts: has_modality(facts.input_modalities, modality)


def _has_number(name: str) -> Answer:
    return lambda facts: None if getattr(facts, name) is None else True


def _long(facts: OfferingFacts) -> bool | None:
    return None if facts.context is None else facts.context >= LONG_CONTEXT


def _caches(facts: OfferingFacts) -> bool | None:
    # No offer says that it does not cache: the others only publish no price for it.
    return None if facts.prices.cache_read is None else True


FLAGS = (
    *("tool_calling", "structured_output", "reasoning", "temperature"),
    *("attachment", "open_weights"),
)
ACCEPTED = {"vision": "image", "audio": "audio", "pdf": "pdf"}
NUMBERS = ("context", "max_output")
# What is counted of a model's offers, by the model's column, and `long_context`.
COUNTED: Mapping[str, Answer] = {
    **{name: _flag(name) for name in FLAGS},
    **{name: _accepts(modality) for name, modality in ACCEPTED.items()},
    **{name: _has_number(name) for name in NUMBERS},
    "long_context": _long,
    "prompt_caching": _caches,
}


def count_reports(offers: Iterable[OfferingFacts]) -> dict[str, Reports]:
    """Return what the offers report of each counted fact."""
    several = list(offers)
    return {name: _count(answer, several) for name, answer in COUNTED.items()}


def _count(answer: Answer, offers: Iterable[OfferingFacts]) -> Reports:
    counted = Counter(map(answer, offers))
    return Reports(counted[True], counted[False], counted[None])
