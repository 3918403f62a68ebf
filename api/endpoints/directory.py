"""/providers, /makers and /capabilities: short lists, whole in one answer."""

from collections import Counter
from typing import Any

from dmr import Query

from api.controller import ApiController, data_of
from api.fields import with_fields
from api.schemas.directory import Capability, Maker
from api.schemas.directory import Provider as ProviderItem
from api.schemas.envelopes import Page
from api.schemas.queries import DatedQuery
from catalog.as_of.catalogue import past_catalogue
from catalog.capabilities import CAPABILITIES
from catalog.http import DataVersion
from catalog.listing.index import NOT_STATED, model_index
from catalog.models import Maker as StoredMaker
from catalog.models import Provider
from pages.provider_rows import ProviderRow, provider_rows

ProvidersQuery = with_fields(DatedQuery, ProviderItem)
MakersQuery = with_fields(DatedQuery, Maker)
CapabilitiesQuery = with_fields(DatedQuery, Capability)


class Providers(ApiController):
    """Providers with the number of their offers, by id."""

    def get(self, parsed_query: Query[ProvidersQuery]) -> Page[ProviderItem]:  # type: ignore[valid-type]
        query: Any = parsed_query
        reading = self.read(query)
        data = self.catalogue(reading)
        rows = provider_rows(_providers(data), model_index(data))
        items = [_provider(row) for row in sorted(rows, key=lambda row: row.key)]
        return Page(data_of(reading), items)


class Makers(ApiController):
    """Makers of models that are offered, with the number of these, by slug."""

    def get(self, parsed_query: Query[MakersQuery]) -> Page[Maker]:  # type: ignore[valid-type]
        query: Any = parsed_query
        reading = self.read(query)
        data = self.catalogue(reading)
        counts = Counter(row.maker for row in model_index(data).rows)
        makers = (maker for maker in _makers(data) if maker.slug in counts)
        return Page(
            data_of(reading),
            [Maker(m.slug, m.name, m.website or None, counts[m.slug]) for m in makers],
        )


class Capabilities(ApiController):
    """Capabilities, with the number of models that are reported to have each."""

    def get(self, parsed_query: Query[CapabilitiesQuery]) -> Page[Capability]:  # type: ignore[valid-type]
        query: Any = parsed_query
        reading = self.read(query)
        rows = model_index(self.catalogue(reading)).rows
        return Page(
            data_of(reading),
            [
                Capability(
                    one.key, str(one.label), sum(row.capabilities[one.key] is True for row in rows)
                )
                for one in CAPABILITIES
            ],
        )


def _makers(data: DataVersion) -> list[StoredMaker]:
    """Return makers by slug, under the names of the day of the data."""
    if data.state:
        of_day = {model.maker.slug: model.maker for model in past_catalogue(data).models.values()}
        return [of_day[slug] for slug in sorted(of_day)]
    return list(StoredMaker.objects.order_by("slug"))


def _providers(data: DataVersion) -> list[Provider]:
    if data.state:
        return list(past_catalogue(data).providers.values())
    return list(Provider.objects.live().select_related("maker"))


def _provider(stated: ProviderRow) -> ProviderItem:
    row = stated.provider
    return ProviderItem(
        id=row.key,
        name=row.name,
        npm=row.npm or None,
        api=row.api_url or None,
        doc=row.doc_url or None,
        env=row.env,
        maker=row.maker.slug if row.maker else None,
        seller=stated.seller.kind.value if stated.seller else None,
        regions=sorted(stated.regions - {NOT_STATED}),
        offers=row.offering_count,
        priced_offers=row.priced_count,
    )
