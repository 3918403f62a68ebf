"""Which other models a visitor of one may want: alternatives, and relatives of the same maker."""

from django.db.models import Case, F, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import Abs

from catalog.models import CanonicalModel

MOST_ALTERNATIVES = 4
MOST_RELATIVES = 5
SHOWN = ("maker", "name", "path", "slug", "provider_count", "input_price", "output_price")
SAME_USE = ("tool_calling", "reasoning", "vision", "audio", "output_modalities")


def alternatives(model: CanonicalModel) -> QuerySet[CanonicalModel]:
    """Select the models nearest in scores among those for the same use, at another price.

    The same use: the same answers on tool calling, reasoning, images and audio, and the same kinds
    of output. Official models with a published price only, and none whose output costs nothing:
    those are embeddings. Ties: the more providers, then the id.
    """
    mine = {score.rubric: score.points for score in model.scores.all()}
    if not mine:
        return CanonicalModel.objects.none()
    same = {name: getattr(model, name) for name in SAME_USE}
    whens = [When(scores__rubric=rubric, then=Value(points)) for rubric, points in mine.items()]
    away = Abs(F("scores__points") - Case(*whens, output_field=IntegerField()))
    return (
        CanonicalModel.objects.live()
        .priced()
        .filter(official=True, output_price__gt=0, **same)
        .exclude(pk=model.pk)
        .exclude(blended_price=model.blended_price)
        .annotate(away=Sum(away))
        .order_by("away", "-provider_count", "path")
        .only(*SHOWN)[:MOST_ALTERNATIVES]
    )


def relatives(model: CanonicalModel) -> QuerySet[CanonicalModel]:
    """Select other models of the maker, those that most providers sell first."""
    others = model.maker.models.live().exclude(pk=model.pk)
    return others.order_by("-provider_count", "-released", "path").only(*SHOWN)[:MOST_RELATIVES]
