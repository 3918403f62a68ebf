"""The scores of models, as their pages show them."""

from collections import defaultdict
from collections.abc import Sequence

from catalog.http import DataVersion
from catalog.models import CanonicalModel
from scoring.models import Score, to_json
from scoring.rules import RUBRICS, scores
from scoring.rules import Score as CalculatedScore

ORDER = {rubric.key: place for place, rubric in enumerate(RUBRICS)}


def model_scores(model: CanonicalModel, data: DataVersion | None = None) -> list[Score]:
    """Return a model's scores in the order of the rubrics, in one query; see `scores_of`."""
    return scores_of([model], data)[model.pk]


def scores_of(models: Sequence[CanonicalModel], data: DataVersion | None) -> dict[int, list[Score]]:
    """Return the scores of models by primary key, in the order of the rubrics, in one query.

    Those of a past day are calculated from the models, by today's rules, without a query. A score
    of a rubric that this release no longer has is left out until the next rescore.
    """
    if data and data.state:
        return {model.pk: calculated_scores(model) for model in models}
    by_model: defaultdict[int, list[Score]] = defaultdict(list)
    for score in Score.objects.filter(model__in=models):
        if score.rubric in ORDER:
            by_model[score.model_id].append(score)
    return {
        model.pk: sorted(by_model[model.pk], key=lambda score: ORDER[score.rubric])
        for model in models
    }


def calculated_scores(model: CanonicalModel) -> list[Score]:
    """Return the scores of a model whose recommended offering is loaded, unsaved."""
    return [calculated_score(model, scored) for scored in scores(model.score_inputs)]


def calculated_score(model: CanonicalModel, scored: CalculatedScore) -> Score:
    """Return the row that would store a score, unsaved."""
    return Score(
        model=model,
        rubric=scored.rubric.key,
        points=scored.points,
        upper=scored.upper,
        breakdown=to_json(scored),
    )
