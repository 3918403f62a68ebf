"""The scores of one model, as its page shows them."""

from catalog.models import CanonicalModel
from scoring.models import Score
from scoring.rules import RUBRICS

ORDER = {rubric.key: place for place, rubric in enumerate(RUBRICS)}


def model_scores(model: CanonicalModel) -> list[Score]:
    """Return a model's scores in the order of the rubrics, in one query.

    A score of a rubric that this release no longer has is left out until the next rescore.
    """
    known = [score for score in Score.objects.filter(model=model) if score.rubric in ORDER]
    return sorted(known, key=lambda score: ORDER[score.rubric])
