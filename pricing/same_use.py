"""Which offers are for the same use as a model, and what changing to one gains and loses. Pure.

An offer is compared with a model where it is of the same kind and output, takes at least the same
input, supports at least the tool calling, structured output and reasoning that the model has, holds
at least its context and output, is not deprecated, and no fit score is more than `slack` points
lower. Fit scores rate reported facts, not measured quality. What is not reported is not enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from operator import ge

from catalog.domain.similarity import SimilarModel, for_same_use, has_context

SLACK = 5  # points that a fit score may be lower, unless the reader says otherwise
# What a replacement must support if the model does; the other capabilities are gains and losses.
NEEDED = frozenset({"tool-calling", "structured-output", "reasoning"})
# Modalities that are capabilities, too: they are named once.
NAMED_INPUTS = frozenset({"image", "audio", "pdf"})
# A score that follows from the price, which is compared itself.
PRICE_SCORE = "cost-efficiency"


@dataclass(frozen=True, slots=True)
class UseFacts:
    """What an offer of a model can do; `max_output` is in tokens.

    `model` has the capabilities among NEEDED; `supported` has all, `rubrics` are the keys of its
    scores.
    """

    model: SimilarModel
    max_output: int | None = None
    supported: frozenset[str] = frozenset()
    rubrics: tuple[str, ...] = ()


class Fact(StrEnum):
    CAPABILITY = "capability"
    INPUT = "input"
    CONTEXT = "context"
    OUTPUT = "output"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that differs: `key` is the capability, modality or rubric.

    `before` and `after` are tokens or points; None for a capability or modality.
    """

    fact: Fact
    key: str = ""
    before: int | None = None
    after: int | None = None


def is_for_same_use(needed: UseFacts, other: UseFacts, slack: int = SLACK) -> bool:
    """Tell whether an offer does at least what `needed` does."""
    return (
        not other.model.deprecated
        and for_same_use(needed.model, other.model)
        and has_context(needed.model, other.model)
        and (needed.max_output is None or (other.max_output or 0) >= needed.max_output)
        and has_scores(needed, other, slack)
    )


def has_scores(needed: UseFacts, other: UseFacts, slack: int) -> bool:
    """Tell whether no fit score is more than `slack` points lower; a missing one is."""
    if not needed.rubrics:
        return True
    return needed.rubrics == other.rubrics and all(
        map(ge, other.model.scores, (points - slack for points in needed.model.scores))
    )


def gains(old: UseFacts, new: UseFacts) -> Iterator[Difference]:
    """Yield what `new` has more than `old`; a limit that one does not report is no difference."""
    for key in sorted(new.supported - old.supported):
        yield Difference(Fact.CAPABILITY, key)
    for key in sorted(new.model.inputs - old.model.inputs - NAMED_INPUTS):
        yield Difference(Fact.INPUT, key)
    limits = (
        (Fact.CONTEXT, old.model.context, new.model.context),
        (Fact.OUTPUT, old.max_output, new.max_output),
    )
    for fact, before, after in limits:
        if before is not None and after is not None and after > before:
            yield Difference(fact, "", before, after)
    if old.rubrics == new.rubrics:
        scores = zip(old.rubrics, old.model.scores, new.model.scores, strict=True)
        for rubric, points, others in scores:
            if others > points and rubric != PRICE_SCORE:
                yield Difference(Fact.SCORE, rubric, points, others)


def lost(old: UseFacts, new: UseFacts) -> Iterator[Difference]:
    """Yield what `new` has less than `old`, from `old` to `new`."""
    for one in gains(new, old):
        yield Difference(one.fact, one.key, one.after, one.before)
