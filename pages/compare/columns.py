"""The columns of a comparison: one model each, with the offer whose prices are shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from catalog.http import DataVersion
from catalog.listing.query_string import query_string
from catalog.listing.stated import Stated
from catalog.models import MOST_OFFERINGS, CanonicalModel, Offering
from pages.compare.paths import compare_url
from pages.model_page.offer_facts import facts_of, surcharge_texts
from pages.model_page.reading import find_model, read_offerings, stored_offerings

AT = "@"  # between a provider and a region, as in no id of a provider


@dataclass(frozen=True, slots=True)
class ComparedColumn:
    """One model, the offer whose prices are shown, and one offer per provider to choose from.

    A provider's offers with a region are further ones. `choices` has each offer under the value
    that chooses it in a URL: azure, or amazon-bedrock@eu.
    `chosen` is False where the offer is the default: the recommended one. `remove_url` compares
    the other models. `region` is where the offer is served, "" where that is not stated.
    """

    model: CanonicalModel
    offering: Offering | None
    offerings: tuple[Offering, ...]
    chosen: bool
    remove_url: str
    choices: Mapping[str, Offering] = field(default_factory=dict)
    facts: Mapping[int, Stated] = field(default_factory=dict)
    surcharge: str = ""  # of the region, as a sentence

    @property
    def region(self) -> str | Promise:
        return self._region(self.offering) if self.offering else ""

    @property
    def value(self) -> str:
        """What chooses the offer in a URL."""
        return next((key for key, one in self.choices.items() if one == self.offering), "")

    @property
    def other_choices(self) -> list[tuple[str, Offering, str | Promise]]:
        """The offers beside the recommended one, which is the select's first option.

        Each with the value that chooses it, and its region where the value names one.
        """
        return [
            (value, one, self._region(one) if AT in value else "")
            for value, one in self.choices.items()
            if one.pk != self.model.recommended_id
        ]

    def _region(self, offering: Offering) -> str | Promise:
        stated = self.facts.get(offering.pk)
        return stated.region_text if stated else ""


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
    facts = facts_of(on_sale, model)
    by_provider: dict[str, Offering] = {}
    for offering in sorted(on_sale, key=lambda one: (not one.competing, bool(one.price_doubt))):
        # Offers come in order of price: of several offers of a provider the cheapest is kept, one
        # that is deprecated or has a doubtful price only if there is no other.
        by_provider.setdefault(offering.provider.key, offering)
    choices = dict(_with_regions(by_provider, on_sale, facts))
    chosen = choices.get(provider)
    default = model.recommended or model.representative or next(iter(by_provider.values()), None)
    shown = chosen or default
    return ComparedColumn(
        model,
        shown,
        tuple(choices.values()),
        chosen is not None,
        remove_url,
        choices,
        facts,
        surcharge_texts(on_sale, facts).get(shown.pk, "") if shown else "",
    )


def _with_regions(
    by_provider: Mapping[str, Offering],
    on_sale: Sequence[Offering],
    facts: Mapping[int, Stated],
) -> Iterator[tuple[str, Offering]]:
    """Yield each provider's offer, then its first one of each region, by the value of a URL."""
    for provider, offering in by_provider.items():
        yield provider, offering
        regions: dict[str, Offering] = {}
        for one in on_sale:  # in order of price
            stated = facts[one.pk].region if one.provider.key == provider else None
            if stated and one.competing:
                regions.setdefault(stated, one)
        for region, one in regions.items():
            if one != offering:
                yield f"{provider}{AT}{region}", one


def compare_query(
    columns: Sequence[ComparedColumn],
    *,
    only_differences: bool,
    days: int | None,
    workload: Iterable[tuple[str, str]] = (),
) -> str:
    """Return the shortest query string for these offers, this view and the pairs of a workload."""
    pairs = [
        (column.model.path, column.value) for column in columns if column.chosen and column.offering
    ]
    pairs += workload
    if only_differences:
        pairs.append(("only", "differences"))
    if days:
        pairs.append(("days", str(days)))
    return query_string(pairs, safe=f"/{AT}")
