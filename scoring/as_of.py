"""Past scores: the rules of today, on the inputs that were on record on a day.

A ranking is made of the catalogue of that day. A model's history is read from stored inputs: the
changelog stores those of each day, but the two apps do not import each other: the rows are reached
through `CanonicalModel.revisions`, the name by which the changelog points at models.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from catalog.as_of.catalogue import past_catalogue
from catalog.domain.score_inputs import ScoreInputs
from catalog.http import DataVersion
from catalog.models import CanonicalModel
from catalog.version_cache import per_version
from scoring.model_scores import calculated_score
from scoring.models import Score
from scoring.rules import BY_KEY, RUBRICS, Rubric, score

STORED = ("revisions__facts", "revisions__blended_price")
INPUT_NAMES = [field.name for field in fields(ScoreInputs)]


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


@per_version(most=2 * len(RUBRICS))
def past_ranking(data: DataVersion | None, rubric_key: str, kind: str = "") -> list[Score]:
    """Rank the listed models of a past day, all or those of a type; equal scores share a rank.

    The rows are unsaved, in the order of `ScoreQuerySet.ranking`, with its `rank` and `equals`.
    """
    rubric = BY_KEY[rubric_key]
    rows = [
        calculated_score(model, score(rubric, model.score_inputs))
        for model in past_catalogue(data).listed
        if kind in ("", model.kind) and not model.is_deprecated
    ]
    rows.sort(key=_best_first)
    first = {row.points: place for place, row in reversed(list(enumerate(rows, 1)))}
    equals = Counter(row.points for row in rows)
    for row in rows:
        # Annotations in today's.
        row.rank, row.equals = first[row.points], equals[row.points]  # type: ignore[attr-defined]
    return rows


def _best_first(row: Score) -> tuple[Any, ...]:
    """Return the sort key that ORDER BY has for today's ranking: models without a price go last.

    Models are in order of canonical ids already, and the sort is stable.
    """
    price = row.model.blended_price
    return -row.points, price is None, price or 0


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
