"""/offers and /offers/history: every provider's offer, on any day and over time."""

from typing import Annotated

from dmr import Query
from msgspec import Meta

from api.controller import ApiController, data_of
from api.cursors import decode_cursor, encode_cursor
from api.offer_items import FIELDS, OfferFilter, key_of, offer_history, offer_items, only_fields
from api.problems import NotFound
from api.schemas import (
    Answer,
    DatedQuery,
    ModelId,
    ModelPath,
    Offer,
    OfferRevision,
    Page,
    PagedQuery,
    ProviderId,
)
from catalog.display.translation import gettext_noop as _
from catalog.models import MovedModel

NAMES = "|".join(FIELDS)
OfferFields = Annotated[
    str,
    Meta(
        max_length=1000,
        pattern=f"^(?:{NAMES})(?:,(?:{NAMES}))*$",
        description=_("Fields to answer, separated by commas; the others are left out."),
    ),
]


class OffersQuery(PagedQuery):
    fields: OfferFields | None = None
    provider: ProviderId = ""
    model: ModelPath = ""


class HistoryQuery(DatedQuery, kw_only=True):
    provider: ProviderId
    id: ModelId


class Offers(ApiController):
    """Offers on a day, by provider and id.

    A former MAKER/SLUG of a model is understood. An unknown provider or model has no offers.
    """

    def get(self, parsed_query: Query[OffersQuery]) -> Page[Offer]:
        reading = self.read(parsed_query)
        model = MovedModel.objects.present_path(parsed_query.model)
        chosen = OfferFilter(parsed_query.provider, model)
        if parsed_query.cursor:
            cursor = decode_cursor(parsed_query.cursor, keys=2)
            reading = reading.at(cursor.snapshot)
            provider, model_id = map(str, cursor.last)
            chosen = OfferFilter(parsed_query.provider, model, (provider, model_id))
        found = offer_items(reading, chosen, parsed_query.limit + 1)
        items = found[: parsed_query.limit]
        more = len(found) > len(items)
        following = encode_cursor(reading.snapshot.pk, key_of(items[-1])) if more else None
        fields = chosen_fields(parsed_query.fields)
        return Page(data_of(reading), only_fields(items, fields), following)


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


def chosen_fields(text: str | None) -> frozenset[str]:
    """Return the fields that a comma-separated list names, all without one."""
    return frozenset(FIELDS if text is None else text.split(","))
