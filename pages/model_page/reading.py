"""What a model's page reads of the model itself: by its address, and with its offers."""

from catalog.models import CanonicalModel, Offering


def find_model(path: str) -> CanonicalModel | None:
    """Return the model of this canonical id."""
    models = CanonicalModel.objects.select_related("maker").filter(path=path)
    return next(iter(models), None)  # `first` would order by key and take half as long again


def read_offerings(model: CanonicalModel) -> list[Offering]:
    """Return a model's offerings in order of price, withdrawn ones too, in one query.

    The model's recommended and representative offering become those of the list, so that the page
    does not query for them again.
    """
    offerings = list(Offering.objects.filter(model=model).for_model_page())
    model.take_channels_from(offerings)
    return offerings
