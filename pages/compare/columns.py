"""The columns of a comparison: one model each, with the offer whose prices are shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.listing.query_string import query_string
from catalog.models import CanonicalModel, Offering
from pages.compare.paths import compare_url


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


def compared_columns(paths: Iterable[str], providers: Mapping[str, str]) -> list[ComparedColumn]:
    """Return a column per model, in the order of canonical ids, in three queries.

    `providers` holds the key of the chosen provider by canonical id. Where there is none, or it
    has no offer of the model, the recommended offer is shown. Unknown ids are left out.
    """
    models = CanonicalModel.objects.for_model_page().filter(path__in=paths).order_by("path")
    known = list(models)
    offerings: dict[int, list[Offering]] = {model.pk: [] for model in known}
    for offering in Offering.objects.filter(model__in=known).for_model_page():
        offerings[offering.model_id].append(offering)
    return [
        _column(
            model,
            offerings[model.pk],
            providers.get(model.path, ""),
            compare_url(other.path for other in known if other is not model),
        )
        for model in known
    ]


def _column(
    model: CanonicalModel, offerings: Sequence[Offering], provider: str, remove_url: str
) -> ComparedColumn:
    model.take_channels_from(offerings)
    # A withdrawn model has only withdrawn offers: its last ones are compared.
    on_sale = [o for o in offerings if model.withdrawn_on or o.withdrawn_on is None]
    by_provider: dict[str, Offering] = {}
    for offering in sorted(on_sale, key=lambda one: bool(one.price_doubt)):
        # Offers come in order of price: of several offers of a provider the cheapest is kept, a
        # doubtful one only if there is no other.
        by_provider.setdefault(offering.provider.key, offering)
    chosen = by_provider.get(provider)
    default = model.recommended or model.representative or next(iter(by_provider.values()), None)
    return ComparedColumn(
        model, chosen or default, tuple(by_provider.values()), chosen is not None, remove_url
    )


def compare_query(
    columns: Sequence[ComparedColumn], *, only_differences: bool, days: int | None
) -> str:
    """Return the shortest query string for these offers and this view."""
    pairs = [
        (column.model.path, column.offering.provider.key)
        for column in columns
        if column.chosen and column.offering
    ]
    if only_differences:
        pairs.append(("only", "differences"))
    if days:
        pairs.append(("days", str(days)))
    return query_string(pairs, safe="/")
