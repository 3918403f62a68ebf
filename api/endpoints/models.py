"""/models, one model, and the facets of the list."""

from typing import Any

from dmr import Path, Query
from msgspec import Struct

from api.controller import ApiController, data_of
from api.cursors import decode_cursor, encode_cursor
from api.model_filters import ModelsQuery, read_filters
from api.model_items import model_detail, model_item
from api.problems import NotFound
from api.schemas import Answer, DatedQuery, Facet, FacetValue, Model, ModelDetail, Page
from catalog.listing.facets import FACETS, FilteredSet, facet_index
from catalog.models import CanonicalModel, MovedModel
from pages.model_page.reading import find_model, read_offerings
from scoring.model_scores import model_scores


class ModelPath(Struct):
    maker: str
    slug: str


class Models(ApiController):
    """Models in order of MAKER/SLUG, with every filter of the list of models."""

    def get(self, parsed_query: Query[ModelsQuery]) -> Page[Model]:  # type: ignore[valid-type]
        query: Any = parsed_query
        reading = self.read(query)
        after = ""
        if query.cursor:
            cursor = decode_cursor(query.cursor, keys=1)
            reading, after = reading.at(cursor.snapshot), str(cursor.last[0])
        facets = facet_index(self.catalogue(reading))
        members = FilteredSet(facets, read_filters(query, facets).choice, None).members
        rows = [
            row
            for place, row in enumerate(facets.index.rows)
            if row.path > after and place in members
        ]
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
            raise NotFound(f"No model {path} on {reading.day}.")
        offerings = [one for one in read_offerings(model, data) if one.withdrawn_on is None]
        detail = model_detail(model, offerings, model_scores(model, data), _versions(model))
        return Answer(data_of(reading), detail)


class Facets(ApiController):
    """The filters of /models with the number of models that each value would leave."""

    def get(self, parsed_query: Query[ModelsQuery]) -> Page[Facet]:  # type: ignore[valid-type]
        query: Any = parsed_query
        reading = self.read(query)
        facets = facet_index(self.catalogue(reading))
        filtered = FilteredSet(facets, read_filters(query, facets).choice, None)
        items = [
            Facet(facet.key, [FacetValue(v, n) for v, n in filtered.counts(facet).counts])
            for facet in FACETS
        ]
        return Page(data_of(reading), items)


def _versions(model: CanonicalModel) -> list[str]:
    """Return the other versions' canonical ids, the current one's first."""
    current = model.version_of_id or model.pk
    several = CanonicalModel.objects.live().filter(version_of=current).exclude(pk=model.pk)
    first = [model.version_of.path] if model.version_of else []
    return first + list(several.order_by("path").values_list("path", flat=True))
