"""What a model's page reads of the model itself: by its address, and with its offers."""

from collections.abc import Iterable

from catalog.as_of.catalogue import by_price, past_catalogue
from catalog.as_of.withdrawn import former_offerings, withdrawn_model
from catalog.http import DataVersion
from catalog.models import CanonicalModel, Offering


def find_model(path: str, data: DataVersion | None = None) -> CanonicalModel | None:
    """Return the model of this canonical id, as of the day of the data.

    Where it is another version of a model, the current one comes with it.
    """
    if data and data.state:
        catalogue = past_catalogue(data)
        return catalogue.models.get(path) or withdrawn_model(path, catalogue)
    models = CanonicalModel.objects.select_related("maker", "version_of__maker").filter(path=path)
    return next(iter(models), None)  # `first` would order by key and take half as long again


def read_offerings(
    model: CanonicalModel,
    data: DataVersion | None = None,
    others: Iterable[CanonicalModel] = (),
) -> list[Offering]:
    """Return a model's offerings in order of price, withdrawn ones too, in one query.

    Those of `others`, other versions of it, are among them. The model's recommended and
    representative offering become those of the list, so the page does not query for them again.
    """
    if data and data.state:
        catalogue = past_catalogue(data)
        live = [o for one in (model, *others) for o in catalogue.by_model.get(one.pk, ())]
        offerings = by_price([*live, *former_offerings(model, catalogue)])
        model.take_channels_from(offerings)
        return offerings
    models = {version.pk: version for version in (model, *others)}
    offerings = list(Offering.objects.filter(model__in=models).for_model_page())
    for offering in offerings:
        offering.model = models[offering.model_id]
    model.take_channels_from(offerings)
    return offerings
