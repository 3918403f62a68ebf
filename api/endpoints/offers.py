"""/offers and their histories: every provider's offer, on any day and over time."""

from dataclasses import replace
from typing import Annotated, Any

from dmr import Query
from msgspec import Meta

from api.controller import ApiController, data_of
from api.cursors import decode_cursor, encode_cursor
from api.offer_filters import OffersQuery, has_filters, matching_keys
from api.offer_history import field_intervals, offer_history
from api.offer_items import FIELDS, OfferFilter, key_of, offer_items, only_fields
from api.offer_sellers import with_sellers
from api.problems import NotFound
from api.schemas.envelopes import Answer, Page
from api.schemas.offers import FieldInterval, Offer, OfferRevision, TokenPrices
from api.schemas.queries import DatedQuery, ModelId, ProviderId
from catalog.display.translation import gettext_noop as _
from catalog.models import MovedModel


class HistoryQuery(DatedQuery, kw_only=True):
    provider: ProviderId
    id: ModelId


HISTORIC = [name for name in FIELDS if name not in {"provider", "provider_model_id", "prices"}]
HISTORIC += [f"prices.{name}" for name in TokenPrices.__struct_fields__]
FieldName = Annotated[
    str,
    Meta(
        pattern=f"^(?:{'|'.join(HISTORIC).replace('.', '[.]')})$",
        description=_("Field of an offer, such as context or prices.input."),
    ),
]


class FieldQuery(HistoryQuery, kw_only=True):
    field: FieldName


class Offers(ApiController):
    """Offers on a day, by provider and id, with the filters of /models.

    Prices, limits, status and capabilities are the offer's own; maker, family, release date and
    scores its model's. A former MAKER/SLUG is understood. An unknown provider or model has no
    offers.
    """

    cuts_answers = False

    def get(self, parsed_query: Query[OffersQuery]) -> Page[Offer]:
        query: Any = parsed_query
        reading = self.read(query)
        model = MovedModel.objects.present_path(query.model)
        chosen = OfferFilter(query.provider, model)
        if query.cursor:
            cursor = decode_cursor(query.cursor, keys=2)
            reading = reading.at(cursor.snapshot)
            provider, model_id = map(str, cursor.last)
            chosen = replace(chosen, after=(provider, model_id))
        if has_filters(query):
            keys = matching_keys(query, self.catalogue(reading), chosen.after)
            chosen = replace(chosen, keys=keys)
        found = with_sellers(offer_items(reading, chosen, query.limit + 1), reading)
        items = found[: query.limit]
        more = len(found) > len(items)
        following = encode_cursor(reading.snapshot.pk, key_of(items[-1])) if more else None
        return Page(data_of(reading), only_fields(items, chosen_fields(query.fields)), following)


class OfferHistory(ApiController):
    """All values of one offer, oldest first, each with the days on which they held.

    `as_of` ends the history on that day. A gap is a time when the offer was withdrawn.
    """

    def get(self, parsed_query: Query[HistoryQuery]) -> Answer[list[OfferRevision]]:
        reading = self.read(parsed_query)
        items = offer_history(reading, parsed_query.provider, parsed_query.id)
        if not items:
            raise NotFound(f"{parsed_query.provider} never offered {parsed_query.id}")
        return Answer(data_of(reading), items)


class FieldHistory(ApiController):
    """The values of one field of an offer, oldest first, each with the days on which it held."""

    def get(self, parsed_query: Query[FieldQuery]) -> Answer[list[FieldInterval]]:
        reading = self.read(parsed_query)
        items = offer_history(reading, parsed_query.provider, parsed_query.id)
        if not items:
            raise NotFound(f"{parsed_query.provider} never offered {parsed_query.id}")
        return Answer(data_of(reading), field_intervals(items, parsed_query.field))


def chosen_fields(text: str | None) -> frozenset[str]:
    """Return the fields that a comma-separated list names, all without one."""
    return frozenset(FIELDS if text is None else text.split(","))
