"""Past scores: the rules of today, on the inputs that were on record on a day.

The changelog stores the inputs of each day, but the two apps do not import each other: the rows are
reached through `CanonicalModel.revisions`, the name by which the changelog points at models.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, Subquery

from catalog.domain.score_inputs import ScoreInputs
from catalog.models import CanonicalModel
from scoring.models import Score, to_json
from scoring.rules import RUBRICS, Rubric, score
from scoring.rules import Score as CalculatedScore

STORED = ("revisions__facts", "revisions__blended_price")
INPUT_NAMES = [field.name for field in fields(ScoreInputs)]


class RankedScore(NamedTuple):
    """A model's place in a ranking; `blended` is USD per million tokens."""

    rank: int
    model: int
    points: int
    upper: int
    breakdown: list[list[str | int]]
    blended: Decimal | None


class InputChange(NamedTuple):
    """One score input with its value before and after a day."""

    name: str
    old: Any
    new: Any


class ScoreCell(NamedTuple):
    """One score in a row of the history; `old` is None where the score did not change."""

    rubric: Rubric
    points: int
    old: int | None


@dataclass(frozen=True, slots=True)
class ScoreInterval:
    """A model's scores from one day until another (None: today), and the input changes behind them.

    `old_points` are the scores right before, None at the beginning of the record.
    """

    start: date
    end: date | None
    points: tuple[int, ...]
    old_points: tuple[int, ...] | None
    changes: tuple[InputChange, ...]

    @property
    def cells(self) -> Iterator[ScoreCell]:
        """The scores in the order of the rubrics."""
        before = self.old_points or self.points
        for rubric, points, old in zip(RUBRICS, self.points, before, strict=True):
            yield ScoreCell(rubric, points, None if points == old else old)


def inputs_as_of(day: date) -> Iterator[tuple[int, str, ScoreInputs]]:
    """Yield primary key, name and score inputs of each model sold on a day, in one query."""
    begun = CanonicalModel.objects.filter(pk=OuterRef("pk"), revisions__valid_from__lte=day)
    last = begun.order_by("-revisions__valid_from").values("revisions__pk")[:1]
    valid = Q(revisions__valid_to=None) | Q(revisions__valid_to__gt=day)
    # One index look-up for each model, however long its history is; a plain filter by dates would
    # scan every revision that began before the day.
    rows = CanonicalModel.objects.filter(valid, revisions__pk=Subquery(last))
    sold = list(rows.values_list("pk", "version_of", "name", *STORED))
    models = {pk for pk, *_values in sold}
    for pk, version_of, name, stored, blended in sold:
        # As today's lists: another version has no row beside the current one.
        if version_of not in models:
            yield pk, name, ScoreInputs.from_json(stored, blended)


def ranking_as_of(rubric: Rubric, day: date) -> list[RankedScore]:
    """Rank the models sold on a day, in the order of `ScoreQuerySet.ranking`; ties share a rank."""
    scored = [(name, pk, inputs, score(rubric, inputs)) for pk, name, inputs in inputs_as_of(day)]
    scored.sort(key=lambda row: _best_first(row[0], row[1], row[2].blended, row[3]))
    ranked: list[RankedScore] = []
    for place, (_name, pk, inputs, own) in enumerate(scored, 1):
        before = ranked[-1] if ranked else None
        rank = before.rank if before and before.points == own.points else place
        ranked.append(RankedScore(rank, pk, own.points, own.upper, to_json(own), inputs.blended))
    return ranked


def _best_first(
    name: str, pk: int, blended: Decimal | None, scored: CalculatedScore
) -> tuple[Any, ...]:
    """Return the sort key that ORDER BY has for today's ranking: models without a price go last."""
    return -scored.points, -scored.upper, blended is None, blended or 0, name, pk


def with_models(rubric: Rubric, ranked: Iterable[RankedScore]) -> list[Score]:
    """Return unsaved `Score` rows, which the page shows in the way of today's; in one query."""
    rows = list(ranked)
    models = CanonicalModel.objects.select_related("maker").in_bulk([row.model for row in rows])
    return [_as_score(rubric, row, models[row.model]) for row in rows]


def _as_score(rubric: Rubric, ranked: RankedScore, model: CanonicalModel) -> Score:
    model.blended_price = ranked.blended
    stored = {"points": ranked.points, "upper": ranked.upper, "breakdown": ranked.breakdown}
    row = Score(model=model, rubric=rubric.key, **stored)
    row.rank = ranked.rank  # type: ignore[attr-defined]  # an annotation in today's ranking
    return row


def score_history(model: CanonicalModel) -> list[ScoreInterval]:
    """Return every change of a model's scores, newest first; one query.

    An interval ends where the scores change or where the model is withdrawn: it may leave a gap.
    """
    revisions = CanonicalModel.objects.filter(pk=model.pk, revisions__isnull=False)
    rows = revisions.order_by("revisions__valid_from").values_list(
        "revisions__valid_from", "revisions__valid_to", *STORED
    )
    intervals: list[ScoreInterval] = []
    last: ScoreInputs | None = None
    for start, end, stored, blended in rows:
        inputs = ScoreInputs.from_json(stored, blended)
        points = tuple(score(rubric, inputs).points for rubric in RUBRICS)
        before = intervals[-1] if intervals else None
        if before and before.points == points and before.end == start:
            intervals[-1] = ScoreInterval(
                before.start, end, points, before.old_points, before.changes
            )
        else:
            old = before.points if before else None
            intervals.append(ScoreInterval(start, end, points, old, input_changes(last, inputs)))
        last = inputs
    return intervals[::-1]


def input_changes(before: ScoreInputs | None, after: ScoreInputs) -> tuple[InputChange, ...]:
    """Return the inputs that differ; none at the beginning of the record."""
    if before is None:
        return ()
    changes = (InputChange(n, getattr(before, n), getattr(after, n)) for n in INPUT_NAMES)
    return tuple(change for change in changes if change.old != change.new)
