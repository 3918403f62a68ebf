"""A maker's models as releases, and the families of models that the feed names."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from catalog.as_of.catalogue import past_catalogue
from catalog.as_of.values import named_values
from catalog.as_of.withdrawn import withdrawn_models
from catalog.domain.other_fees import other_fees
from catalog.http import DataVersion
from catalog.identity.makers import slugify
from catalog.models import Maker, Revision, family_url, fee_texts
from catalog.name_order import NameOrder, by_name
from catalog.version_cache import per_version

MAKERS_KEPT = 20  # by a process, for each past day
RELEASE = (
    *("path", "label", "family", "released", "input_price", "output_price", "withdrawn_on"),
    "recommended__extra",
)


@dataclass(frozen=True, slots=True)
class Release:
    """A model in the timeline, with the prices of its recommended offer."""

    path: str
    name: str
    family: str
    released: str
    input: Decimal | None
    output: Decimal | None
    withdrawn_on: date | None
    extra: Mapping[str, Any] | None = None

    @property
    def url(self) -> str:
        return reverse("model", args=[*self.path.split("/", 1)])

    @property
    def priced(self) -> bool:
        return self.input is not None and self.output is not None

    @property
    def other_fees(self) -> list[str]:
        """What the offer charges for beside tokens, in the reader's language."""
        return fee_texts(other_fees(self.extra or {}))


@dataclass(frozen=True, slots=True)
class Family:
    """A family of one maker, with its number of live models and their newest release."""

    name: str
    url: str
    live: int
    newest: str


def releases_of(maker: Maker, data: DataVersion | None = None) -> list[Release]:
    """Return every model of a maker by name, withdrawn ones included, in one query.

    Other versions of a model are left out: its dated snapshots are no releases of their own.
    """
    if data and data.state:
        return _past_releases(data, maker.pk)
    rows = (
        maker.models.filter(version_of=None)
        .order_by(NameOrder("label"), "path")
        .values_list(*RELEASE)
    )
    return [Release(*row) for row in rows]


@per_version(most=MAKERS_KEPT)
def _past_releases(data: DataVersion | None, maker_pk: int) -> list[Release]:
    """Return the releases by a past day; what was withdrawn is read from all its revisions."""
    catalogue, maker = past_catalogue(data), Maker.objects.get(pk=maker_pk)
    own = [model for model in catalogue.listed if model.maker_id == maker.pk]
    models = [*own, *withdrawn_models(maker, catalogue)]
    models.sort(key=lambda model: (by_name(model.label), model.path))
    return [Release(*row) for row in named_values(models, RELEASE)]


def most_common_name(members: Iterable[Release]) -> str:
    """Return the spelling that most of a family's models use."""
    return Counter(member.family for member in members).most_common(1)[0][0]


def families_of(maker: Maker, releases: Iterable[Release]) -> list[Family]:
    """Return the families with live models, the largest first."""
    # Providers spell families differently ("GPT", "gpt"): one slug is one family.
    by_slug: dict[str, list[Release]] = {}
    for release in releases:
        if (slug := slugify(release.family)) and release.withdrawn_on is None:
            by_slug.setdefault(slug, []).append(release)
    families = [
        Family(
            most_common_name(members),
            family_url(maker.slug, slug),
            len(members),
            max(member.released for member in members),
        )
        for slug, members in by_slug.items()
    ]
    return sorted(families, key=lambda family: (-family.live, by_name(family.name)))


@per_version(most=20)
def former_families(_data: DataVersion | None, maker: int) -> dict[str, set[str]]:
    """Return, by slug, every family that an offer of a maker's models ever named, with its models.

    Read from the revisions of offers, since a model keeps only the family of today.
    """
    rows = (
        Revision.objects.filter(offering__model__maker=maker, facts__has_key="family")
        .values_list("facts__family", "offering__model__path")
        .distinct()
    )
    families: dict[str, set[str]] = {}
    for name, path in rows:
        families.setdefault(slugify(str(name)), set()).add(path)
    return families
