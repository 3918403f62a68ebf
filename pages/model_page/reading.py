"""What a model's page reads of the model itself: by its address, and with its offers."""

from collections.abc import Collection, Iterable, Sequence

from catalog.as_of.catalogue import by_price, past_catalogue
from catalog.as_of.withdrawn import former_offerings, withdrawn_model
from catalog.http import DataVersion
from catalog.models import MOST_OFFERINGS, CanonicalModel, Offering


def find_model(path: str, data: DataVersion | None = None) -> CanonicalModel | None:
    """Return the model of this canonical id, as of the day of the data.

    Where it is another version of a model, the current one takes a query of its own: a join would
    take every page half a millisecond, and few pages are asked for at such an address.
    """
    if data and data.state:
        catalogue = past_catalogue(data)
        return catalogue.models.get(path) or withdrawn_model(path, catalogue)
    stored = CanonicalModel.objects.select_related("maker")
    # `first` would order by key and take half as long again.
    model = next(iter(stored.filter(path=path)), None)
    if model is not None and model.version_of_id:
        model.version_of = stored.get(pk=model.version_of_id)
    return model


def read_offerings(
    model: CanonicalModel,
    data: DataVersion | None = None,
    others: Iterable[CanonicalModel] = (),
) -> list[Offering]:
    """Return a model's offerings in order of price, withdrawn ones too, in one query.

    Of more than MOST_OFFERINGS only the most relevant ones, in a second query.

    Those of `others`, other versions of it, are among them. The model's recommended and
    representative offering become those of the list, so the page does not query for them again.
    """
    if data and data.state:
        catalogue = past_catalogue(data)
        live = [o for one in (model, *others) for o in catalogue.by_model.get(one.pk, ())]
        live = most_relevant(live, model)
        offerings = by_price([*live, *former_offerings(model, catalogue)][:MOST_OFFERINGS])
        model.take_channels_from(offerings)
        return offerings
    models = {version.pk: version for version in (model, *others)}
    offerings = stored_offerings(models.values())
    for offering in offerings:
        offering.model = models[offering.model_id]
    model.take_channels_from(offerings)
    return offerings


def stored_offerings(models: Collection[CanonicalModel]) -> list[Offering]:
    """Return at most MOST_OFFERINGS stored offerings of these models, in order of price."""
    rows = Offering.objects.filter(model__in=models)
    offerings = list(rows.for_model_page()[: MOST_OFFERINGS + 1])
    if len(offerings) <= MOST_OFFERINGS:
        return offerings
    chosen = {pk for model in models for pk in _chosen(model)}
    relevant = rows.select_related("provider").most_relevant(chosen)
    return by_price(list(relevant[:MOST_OFFERINGS]))


def most_relevant(offerings: Sequence[Offering], model: CanonicalModel) -> list[Offering]:
    """Return at most MOST_OFFERINGS loaded ones, as `OfferingQuerySet.most_relevant` orders."""
    if len(offerings) <= MOST_OFFERINGS:
        return list(offerings)
    chosen = _chosen(model)
    ranked = sorted(
        by_price(offerings),
        key=lambda one: (
            one.pk not in chosen,
            one.provider.maker_id != model.maker_id,
            bool(one.price_doubt),
        ),
    )
    return ranked[:MOST_OFFERINGS]


def _chosen(model: CanonicalModel) -> set[int]:
    return {pk for pk in (model.recommended_id, model.representative_id) if pk}
