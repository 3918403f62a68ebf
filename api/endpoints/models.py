"""/models, one model, and the facets of the list."""

from collections.abc import Sequence
from itertools import dropwhile, islice
from typing import Any

from django.db.models import Q
from dmr import Path, Query
from msgspec import Struct

from api.controller import ApiController, data_of
from api.cursors import decode_cursor, encode_cursor
from api.fields import with_fields
from api.model_filters import ModelsQuery, named_models, read_filters
from api.model_items import model_detail, model_item
from api.offer_history import offer_histories
from api.offer_items import Key
from api.offer_sellers import with_sellers
from api.problems import NotFound
from api.schemas.envelopes import Answer, Page
from api.schemas.models import Facet, FacetValue, Model, ModelDetail
from api.schemas.offers import OfferTimeline
from api.schemas.queries import DatedQuery, PagedQuery
from catalog.as_of.catalogue import past_catalogue
from catalog.http import DataVersion
from catalog.listing.bitset import BitSet
from catalog.listing.facets import FACETS, FacetIndex, FilteredSet, facet_index
from catalog.listing.index import ModelRow, model_index
from catalog.listing.list_query import ListQuery
from catalog.listing.results import ListResults
from catalog.models import CanonicalModel, MovedModel, Offering
from pages.model_page.reading import find_model, read_offerings
from scoring.model_scores import model_scores

MOST_SIMILAR = 5


ListQueryOfModels = with_fields(ModelsQuery, Model)
FacetsQuery = with_fields(ModelsQuery, Facet)
HistoryQuery = with_fields(PagedQuery, OfferTimeline)


class ModelPath(Struct):
    maker: str
    slug: str


class Models(ApiController):
    """Models with every filter of the list of models, in order of MAKER/SLUG or as `sort` says."""

    def get(self, parsed_query: Query[ListQueryOfModels]) -> Page[Model]:  # type: ignore[valid-type]
        query: Any = parsed_query
        reading = self.read(query)
        after = ""
        if query.cursor:
            cursor = decode_cursor(query.cursor, keys=1)
            reading, after = reading.at(cursor.snapshot), str(cursor.last[0])
        facets = facet_index(self.catalogue(reading))
        within = named_models(query, facets)
        rows = _rows_after(after, facets, read_filters(query, facets), within)
        shown = rows[: query.limit]
        more = len(rows) > len(shown)
        following = encode_cursor(reading.snapshot.pk, [shown[-1].path]) if more else None
        return Page(data_of(reading), [model_item(row) for row in shown], following)


class OneModel(ApiController):
    """One model with its offers, scores and their breakdown, and conflicts.

    A former MAKER/SLUG is understood.
    """

    def get(
        self, parsed_path: Path[ModelPath], parsed_query: Query[DatedQuery]
    ) -> Answer[ModelDetail]:
        reading = self.read(parsed_query)
        data = self.catalogue(reading)
        path = f"{parsed_path.maker}/{parsed_path.slug}"
        model = find_model(MovedModel.objects.present_path(path), data)
        if model is None:
            raise NotFound(f"No model {path} on {reading.day}.", _similar(path, data))
        offerings = [one for one in read_offerings(model, data) if one.withdrawn_on is None]
        detail = model_detail(model, offerings, model_scores(model, data), _versions(model, data))
        with_sellers(detail.offers, reading)
        return Answer(data_of(reading), detail)


class ModelHistory(ApiController):
    """All values over time of each offer of one model, by provider and id.

    An offer belongs to the model that it is matched to now. `as_of` ends the histories on that day.
    """

    def get(
        self,
        parsed_path: Path[ModelPath],
        parsed_query: Query[HistoryQuery],  # type: ignore[valid-type]
    ) -> Page[OfferTimeline]:
        query: Any = parsed_query
        after: Key = ("", "")
        reading = self.read(query)
        if query.cursor:
            cursor = decode_cursor(query.cursor, keys=2)
            provider, model_id = map(str, cursor.last)
            reading, after = reading.at(cursor.snapshot), (provider, model_id)
        path = MovedModel.objects.present_path(f"{parsed_path.maker}/{parsed_path.slug}")
        offers = Offering.objects.filter(model__path=path)
        every = sorted(offers.values_list("provider__key", "provider_model_id", "pk"))
        following = [offer for offer in every if offer[:2] > after]
        pks = [pk for _provider, _id, pk in following[: query.limit]]
        keys = [offer[:2] for offer in following[: query.limit]]
        histories = offer_histories(reading, Q(offering__in=pks), keys)
        if not histories and not query.cursor:
            raise NotFound(f"No offer of {path} by {reading.day}.")
        items = [OfferTimeline(*key, histories[key]) for key in keys if key in histories]
        more = len(following) > len(keys)
        cursor_text = encode_cursor(reading.snapshot.pk, keys[-1]) if more else None
        return Page(data_of(reading), items, cursor_text)


class Facets(ApiController):
    """The filters of /models with the number of models that each value would leave."""

    def get(self, parsed_query: Query[FacetsQuery]) -> Page[Facet]:  # type: ignore[valid-type]
        query: Any = parsed_query
        reading = self.read(query)
        facets = facet_index(self.catalogue(reading))
        within = named_models(query, facets)
        filtered = FilteredSet(facets, read_filters(query, facets).choice, within)
        items = [
            Facet(facet.key, [FacetValue(v, n) for v, n in filtered.counts(facet).counts])
            for facet in FACETS
        ]
        return Page(data_of(reading), items)


def _rows_after(
    after: str, facets: FacetIndex, list_query: ListQuery, within: BitSet | None
) -> Sequence[ModelRow]:
    """Return the matching rows that follow the one at a path, in the order that was asked for."""
    if list_query.sort:
        ordered = ListResults(facets, list_query, within).rows
        if not after:
            return ordered
        return list(islice(dropwhile(lambda row: row.path != after, ordered), 1, None))
    members = FilteredSet(facets, list_query.choice, within).members
    rows = facets.index.rows
    return [rows[place] for place in members if rows[place].path > after]


def _similar(path: str, data: DataVersion) -> str:
    """Return a hint with the models that a search for the path's words finds."""
    index = model_index(data)
    found = index.search_index.search(path.replace("/", " "), MOST_SIMILAR).places
    names = ", ".join(index.rows[place].path for place in found)
    return f"Did you mean {names}?" if names else "Search with /models?q=WORDS."


def _versions(model: CanonicalModel, data: DataVersion) -> list[str]:
    """Return the other versions' canonical ids on the day of the data, the current one's first."""
    current = model.version_of_id or model.pk
    first = [model.version_of.path] if model.version_of else []
    if data.state:
        of_day = past_catalogue(data).models.values()
        return first + [one.path for one in of_day if one.version_of_id == current and one != model]
    several = CanonicalModel.objects.live().filter(version_of=current).exclude(pk=model.pk)
    return first + list(several.order_by("path").values_list("path", flat=True))
