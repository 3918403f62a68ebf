"""Scores as of a day: today's rules on what was on record then.

The facts of a day are kept by the changelog, which this app does not know: they are reached through
the models that both point at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, Subquery

from catalog.models import CanonicalModel
from scoring.models import Score, to_json
from scoring.rules import FACT_NAMES, RUBRICS, Facts, Rubric, score

STATED = ("revisions__facts", "revisions__blended_price")
SHOWN = [name for name in FACT_NAMES if name != "price_published"]  # the blended price tells


class RankedScore(NamedTuple):
    """A model's place in a ranking; `blended` is USD per million tokens."""

    rank: int
    model: int
    points: int
    upper: int
    breakdown: list[list[str | int]]
    blended: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreInterval:
    """What a model scored from a day until another (None: still), and the facts that moved it."""

    start: date
    end: date | None
    points: tuple[int, ...]
    was: tuple[int, ...] | None
    moved: tuple[tuple[str, Any, Any], ...]

    @property
    def cells(self) -> Iterator[tuple[Rubric, int, int | None]]:
        """Every score with what it was before, where it was another."""
        before = self.was or self.points
        for rubric, now, then in zip(RUBRICS, self.points, before, strict=True):
            yield rubric, now, None if now == then else then


def facts_as_of(day: date) -> Iterator[tuple[int, str, Facts]]:
    """Read what the scores of that day's models were made from: id, name, facts; in one query."""
    begun = CanonicalModel.objects.filter(pk=OuterRef("pk"), revisions__valid_from__lte=day)
    last = begun.order_by("-revisions__valid_from").values("revisions__pk")[:1]
    held = Q(revisions__valid_to=None) | Q(revisions__valid_to__gt=day)
    # One look into the index for each model, however long its history is.
    rows = CanonicalModel.objects.filter(held, revisions__pk=Subquery(last))
    for pk, name, stated, blended in rows.values_list("pk", "name", *STATED):
        yield pk, name, _facts(stated, blended)


def _facts(stated: dict[str, Any], blended: Decimal | None) -> Facts:
    return Facts(**stated, blended=blended, price_published=blended is not None)


def ranking_as_of(rubric: Rubric, day: date) -> list[RankedScore]:
    """Rank that day's models by a rubric, in the order of today's ranking."""
    found = [(name, pk, facts, score(rubric, facts)) for pk, name, facts in facts_as_of(day)]
    found.sort(key=lambda one: _best_first(one[0], one[1], one[2].blended, one[3]))
    placed: list[RankedScore] = []
    for place, (_name, pk, facts, scored) in enumerate(found, 1):
        before = placed[-1] if placed else None
        rank = before.rank if before and before.points == scored.points else place
        row = RankedScore(rank, pk, scored.points, scored.upper, to_json(scored), facts.blended)
        placed.append(row)
    return placed


def _best_first(name: str, pk: int, blended: Decimal | None, scored: Any) -> tuple[Any, ...]:
    return -scored.points, -scored.upper, blended is None, blended or 0, name, pk


def with_models(rubric: Rubric, placed: Iterable[RankedScore]) -> list[Score]:
    """Return the rows of a ranking as the page shows those of today; they are not to be saved."""
    shown = list(placed)
    models = CanonicalModel.objects.select_related("maker")
    known = models.in_bulk([one.model for one in shown])
    return [_as_score(rubric, one, known[one.model]) for one in shown]


def _as_score(rubric: Rubric, placed: RankedScore, model: CanonicalModel) -> Score:
    model.blended_price = placed.blended
    stated = {"points": placed.points, "upper": placed.upper, "breakdown": placed.breakdown}
    row = Score(model=model, rubric=rubric.key, **stated)
    row.rank = placed.rank  # type: ignore[attr-defined]
    return row


def score_history(model: CanonicalModel) -> list[ScoreInterval]:
    """Return every change of a model's scores, the newest first; days without it are left out."""
    rows = CanonicalModel.objects.filter(pk=model.pk, revisions__isnull=False)
    spans = rows.order_by("revisions__valid_from").values_list(
        "revisions__valid_from", "revisions__valid_to", *STATED
    )
    held: list[ScoreInterval] = []
    last: Facts | None = None
    for start, end, stated, blended in spans:
        facts = _facts(stated, blended)
        points = tuple(score(rubric, facts).points for rubric in RUBRICS)
        before = held[-1] if held else None
        if before and before.points == points and before.end == start:
            held[-1] = ScoreInterval(before.start, end, points, before.was, before.moved)
        else:
            was = before.points if before else None
            held.append(ScoreInterval(start, end, points, was, _moved(last, facts)))
        last = facts
    return held[::-1]


def _moved(before: Facts | None, facts: Facts) -> tuple[tuple[str, Any, Any], ...]:
    if before is None:
        return ()
    pairs = ((name, getattr(before, name), getattr(facts, name)) for name in SHOWN)
    return tuple((name, was, now) for name, was, now in pairs if was != now)
