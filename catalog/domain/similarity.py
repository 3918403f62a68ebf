"""Alternatives to a model: cheaper ones for the same use first, then similar ones. Pure.

The rule, which the model page prints:

- the same use: the same kind and output, at least the same input, and at least those of tool
  calling, structured output and reasoning that the model is reported to have;
- offered today at a published price other than the model's own, and not deprecated;
- no other version or snapshot of the same model, one model of each line ("claude-opus"), two of a
  maker;
- first replacements: more than SIMILAR cheaper, with at least the context, and no fit score more
  than FLOOR points lower; official models before derivatives, then the cheapest;
- then similar ones: the differences of the six fit scores add up to at most NEAR points; official
  models before derivatives, then by distance; ties: more providers first, then by canonical id;
  beside replacements, none that costs over DEAR times as much.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from operator import attrgetter, ge, sub
from typing import Protocol

from catalog.domain.kinds import ModelKind

MOST = 4
MOST_OF_A_MAKER = 2
NEAR = 60  # points that the six scores may differ by, together
DEAR = 2  # times the price
FLOOR = 10  # points that a score of a replacement may be lower
MOST_RELATIVES = 6
CACHED_IDS = 20_000
CAPABILITIES = ("tool_calling", "structured_output", "reasoning")
# Prices within this share of each other are labelled similar.
SIMILAR = Decimal("0.05")

# Suffixes of snapshots and modes of one model: dates, "latest", "thinking".
SNAPSHOT = re.compile(
    r"-(?:20\d\d-\d\d(?:-\d\d)?|\d\d-20\d\d|\d\d-\d\d|\d{4,8}|latest|preview|exp|experimental|beta"
    r"|thinking|reasoner|(?:non-)?reasoning)(?=-|$)"
)

# Words that belong to the line of an id: qwen3, opus and the r of command-r; not 4o or a22b.
LINE_WORD = re.compile(r"[a-z]{2,}\d*|[a-z]")


class PriceComparison(StrEnum):
    """How a price compares with the model's own."""

    CHEAPER = "cheaper"
    SIMILAR = "similar"
    DEARER = "dearer"


@dataclass(frozen=True, slots=True)
class SimilarModel:
    """The input of the rule, and the columns of its list.

    Prices are the recommended offering's in USD per million tokens, None if unpublished; `scores`
    are the points of the fit scores, in the order of their keys. `key` is the same for versions of
    one model, 0 if unknown; `context` is in tokens.
    """

    path: str
    key: int = 0
    name: str = ""
    kind: str = ModelKind.CHAT
    released: str = ""
    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    capabilities: frozenset[str] = frozenset()
    context: int | None = None
    official: bool = True
    deprecated: bool = False
    providers: int = 0
    input_price: Decimal | None = None
    output_price: Decimal | None = None
    blended: Decimal | None = None
    scores: tuple[int, ...] = ()
    fees: tuple[str, ...] = ()  # what the offer charges for beside tokens

    @property
    def maker(self) -> str:
        return self.path.partition("/")[0]

    @property
    def slug(self) -> str:
        return self.path.partition("/")[2]


def alternatives(
    subject: SimilarModel, others: Iterable[SimilarModel], most: int = MOST
) -> list[SimilarModel]:
    """Return at most `most` alternatives to `subject`: cheaper replacements, then similar ones."""
    fit = [other for other in others if is_alternative(subject, other)]
    cheaper = [other for other in fit if is_replacement(subject, other)]
    cheaper.sort(key=lambda other: (not other.official, other.blended, other.path))
    # Where a cheaper one does the same, a much dearer one helps nobody.
    affordable = [other for other in fit if not (cheaper and _is_dear(subject, other))]
    ordered = ((_order(subject, other), other) for other in affordable)
    near = sorted((order, other) for order, other in ordered if order[1] <= NEAR)
    return list(islice(_varied([*cheaper, *(other for _order, other in near)]), most))


def is_alternative(subject: SimilarModel, other: SimilarModel) -> bool:
    """Tell whether `other` is offered at another price for the same use."""
    return (
        other.blended not in (None, subject.blended)
        and not other.deprecated
        and for_same_use(subject, other)
        and not is_version(subject, other)
    )


def for_same_use(subject: SimilarModel, other: SimilarModel) -> bool:
    """Tell whether `other` is of the same kind and does at least what `subject` does."""
    return (
        other.outputs == subject.outputs
        and other.kind == subject.kind
        and other.capabilities >= subject.capabilities
        and other.inputs >= subject.inputs
    )


def has_context(subject: SimilarModel, other: SimilarModel) -> bool:
    """Tell whether `other` has at least the context; what is not reported is not enough."""
    return subject.context is None or (other.context or 0) >= subject.context


def is_replacement(subject: SimilarModel, other: SimilarModel) -> bool:
    """Tell whether an alternative is cheaper and gives up nothing that the data shows."""
    if not subject.blended or other.blended is None:
        return False
    return (
        compared(other.blended / subject.blended) is PriceComparison.CHEAPER
        and has_context(subject, other)
        and all(map(ge, other.scores, (points - FLOOR for points in subject.scores)))
    )


def _is_dear(subject: SimilarModel, other: SimilarModel) -> bool:
    return (other.blended or 0) > DEAR * (subject.blended or 0)


class Versioned(Protocol):
    """What tells versions of one model: canonical id, and a key, 0 if unknown."""

    @property
    def path(self) -> str: ...
    @property
    def key(self) -> int: ...


def is_version(subject: Versioned, other: Versioned) -> bool:
    """Tell whether both are versions or snapshots of one model."""
    same = bool(subject.key) and subject.key == other.key
    return same or snapshotless(other.path) == snapshotless(subject.path)


def _order(subject: SimilarModel, other: SimilarModel) -> tuple[bool, int, int, str]:
    return not other.official, distance(subject, other), -other.providers, other.path


def _varied(models: Iterable[SimilarModel]) -> Iterator[SimilarModel]:
    """Yield one model of each line and two of each maker."""
    lines: set[str] = set()
    makers: Counter[str] = Counter()
    for model in models:
        if line(model.path) not in lines and makers[model.maker] < MOST_OF_A_MAKER:
            lines.add(line(model.path))
            makers[model.maker] += 1
            yield model


def distance(one: SimilarModel, other: SimilarModel) -> int:
    """Return the sum of the absolute differences of the scores."""
    return sum(map(abs, map(sub, one.scores, other.scores)))


def relatives(
    subject: SimilarModel, others: Iterable[SimilarModel], most: int = MOST_RELATIVES
) -> list[SimilarModel]:
    """Return other models of the maker: those with the most providers first, then the newest."""
    prefix = f"{subject.maker}/"
    same_maker = [o for o in others if o.path.startswith(prefix) and o.path != subject.path]
    by_id = sorted(same_maker, key=attrgetter("path"))
    return sorted(by_id, key=attrgetter("providers", "released"), reverse=True)[:most]


@lru_cache(maxsize=CACHED_IDS)
def snapshotless(path: str) -> str:
    """Return the id without its date or mode: claude-opus-4-5-20251101 is claude-opus-4-5."""
    return SNAPSHOT.sub("", path)


@lru_cache(maxsize=CACHED_IDS)
def line(path: str) -> str:
    """Return the line of a model: its id without versions, sizes and dates."""
    maker, _slash, slug = snapshotless(path).partition("/")
    words = [word for word in slug.split("-") if LINE_WORD.fullmatch(word)]
    return f"{maker}/{'-'.join(word.rstrip(string.digits) for word in words)}"


def compared(ratio: Decimal) -> PriceComparison:
    """Return how a price compares, by its ratio to the model's own."""
    if abs(ratio - 1) <= SIMILAR:
        return PriceComparison.SIMILAR
    return PriceComparison.CHEAPER if ratio < 1 else PriceComparison.DEARER
