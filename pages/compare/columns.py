"""The columns of a comparison: one model each, with the offer whose prices are shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.http import DataVersion
from catalog.listing.query_string import query_string
from catalog.models import MOST_OFFERINGS, CanonicalModel, Offering
from pages.compare.paths import compare_url
from pages.model_page.reading import find_model, read_offerings, stored_offerings


@dataclass(frozen=True, slots=True)
class ComparedColumn:
    """One model, the offer whose prices are shown, and one offer per provider to choose from.

    `chosen` is False where the offer is the default: the recommended one. `remove_url` compares
    the other models.
    """

    model: CanonicalModel
    offering: Offering | None
    offerings: tuple[Offering, ...]
    chosen: bool
    remove_url: str

    @property
    def other_offerings(self) -> list[Offering]:
        """The offers beside the recommended one, which is the select's first option."""
        return [o for o in self.offerings if o.pk != self.model.recommended_id]


def compared_columns(
    paths: Iterable[str], providers: Mapping[str, str], data: DataVersion | None = None
) -> list[ComparedColumn]:
    """Return a column per model, in the order of canonical ids, in two queries.

    `providers` holds the key of the chosen provider by canonical id. Where there is none, or it
    has no offer of the model, the recommended offer is shown. Unknown ids are left out.
    """
    offered = dict(_offered(paths, data))
    return [
        _column(
            model,
            offerings,
            providers.get(model.path, ""),
            compare_url(other.path for other in offered if other is not model),
        )
        for model, offerings in offered.items()
    ]


def _offered(
    paths: Iterable[str], data: DataVersion | None
) -> Iterator[tuple[CanonicalModel, list[Offering]]]:
    """Yield each model with its offerings in order of price, as of the day of the data."""
    if data and data.state:
        for path in sorted(set(paths)):
            if past := find_model(path, data):
                yield past, read_offerings(past, data)
        return
    models = CanonicalModel.objects.select_related("maker").filter(path__in=paths).order_by("path")
    known = list(models)
    most = MOST_OFFERINGS * len(known)
    rows = list(Offering.objects.filter(model__in=known).for_model_page()[: most + 1])
    if len(rows) > most:  # a query per model, each with a bound
        rows = [offering for model in known for offering in stored_offerings([model])]
    offerings: dict[int, list[Offering]] = {model.pk: [] for model in known}
    for offering in rows:
        offerings[offering.model_id].append(offering)
    for model in known:
        yield model, offerings[model.pk]


def _column(
    model: CanonicalModel, offerings: Sequence[Offering], provider: str, remove_url: str
) -> ComparedColumn:
    model.take_channels_from(offerings)
    # A withdrawn model has only withdrawn offers: its last ones are compared.
    on_sale = [o for o in offerings if model.withdrawn_on or o.withdrawn_on is None]
    by_provider: dict[str, Offering] = {}
    for offering in sorted(on_sale, key=lambda one: (not one.competing, bool(one.price_doubt))):
        # Offers come in order of price: of several offers of a provider the cheapest is kept, one
        # that is deprecated or has a doubtful price only if there is no other.
        by_provider.setdefault(offering.provider.key, offering)
    chosen = by_provider.get(provider)
    default = model.recommended or model.representative or next(iter(by_provider.values()), None)
    return ComparedColumn(
        model, chosen or default, tuple(by_provider.values()), chosen is not None, remove_url
    )


def compare_query(
    columns: Sequence[ComparedColumn],
    *,
    only_differences: bool,
    days: int | None,
    workload: Iterable[tuple[str, str]] = (),
) -> str:
    """Return the shortest query string for these offers, this view and the pairs of a workload."""
    pairs = [
        (column.model.path, column.offering.provider.key)
        for column in columns
        if column.chosen and column.offering
    ]
    pairs += workload
    if only_differences:
        pairs.append(("only", "differences"))
    if days:
        pairs.append(("days", str(days)))
    return query_string(pairs, safe="/")
