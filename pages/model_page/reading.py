"""What a model's page reads of the model itself: by its address, and with its offers."""

from django.http import Http404

from catalog.as_of.catalogue import by_price, past_catalogue
from catalog.as_of.days import NotOnRecord
from catalog.as_of.withdrawn import former_offerings, withdrawn_model
from catalog.http import DataVersion
from catalog.models import CanonicalModel, Offering


def find_model(path: str, data: DataVersion | None = None) -> CanonicalModel | None:
    """Return the model of this canonical id, as of the day of the data."""
    if data and data.state:
        catalogue = past_catalogue(data)
        return catalogue.models.get(path) or withdrawn_model(path, catalogue)
    models = CanonicalModel.objects.select_related("maker").filter(path=path)
    return next(iter(models), None)  # `first` would order by key and take half as long again


def read_offerings(model: CanonicalModel, data: DataVersion | None = None) -> list[Offering]:
    """Return a model's offerings in order of price, withdrawn ones too, in one query.

    The model's recommended and representative offering become those of the list, so that the page
    does not query for them again.
    """
    if data and data.state:
        catalogue = past_catalogue(data)
        live = catalogue.by_model.get(model.pk, ())
        offerings = by_price([*live, *former_offerings(model, catalogue)])
        model.take_channels_from(offerings)
        return offerings
    offerings = list(Offering.objects.filter(model=model).for_model_page())
    model.take_channels_from(offerings)
    return offerings


def never_on_sale(path: str, data: DataVersion | None) -> Http404:
    """Return the error for a model that does not exist, or was not on record on a past day."""
    if data is None or data.on is None:
        return Http404(path)
    model = CanonicalModel.objects.filter(path=path).first()
    return NotOnRecord(data.on, model.name, model.get_absolute_url()) if model else Http404(path)
