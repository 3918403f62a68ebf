"""The lists of the front page as of a past day, from the catalogue in memory."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from catalog.as_of.catalogue import PastCatalogue, past_catalogue
from catalog.domain.kinds import ModelKind
from catalog.http import DataVersion
from catalog.listing.index import ModelRow, model_index
from catalog.models import CanonicalModel, MovedModel
from catalog.name_order import by_name
from changelog.lifecycle import NEW_DAYS, WITHDRAWN_DAYS
from changelog.models import ModelRevision
from pages.cells import Row
from pages.result_rows import result_rows
from pages.tables import MODEL_COLUMN

SHOWN, NEWS_SHOWN = 10, 6
LEAST_CONTEXT = 128_000


def past_lists(data: DataVersion) -> dict[str, Any]:
    """Return what `pages.home.todays_lists` does, as of the day of the data."""
    catalogue, rows = past_catalogue(data), model_index(data).rows
    current = [row for row in rows if not row.deprecated]
    newest = sorted(current, key=lambda row: (by_name(row.name), row.path))
    newest.sort(key=lambda row: (row.provider_count > 1, row.released), reverse=True)
    return {
        "counts": {"models": len(rows), "makers": len({row.maker for row in rows})},
        "offering_count": len(catalogue.offerings),
        "provider_count": len(catalogue.providers),
        "newest": _rows(newest[:SHOWN]),
        "cheapest": _rows(sorted(filter(_for_general_use, current), key=_price)[:SHOWN]),
    }


def past_news(data: DataVersion) -> dict[str, Any]:
    """Return the models that were new or retired on the day of the data."""
    catalogue = past_catalogue(data)
    new = _new_models(catalogue, data.day, data.first)
    return {"new": new[:NEWS_SHOWN], "retired": _retired_models(catalogue, data.day)[:NEWS_SHOWN]}


def _rows(rows: Iterable[ModelRow]) -> list[Row]:
    return result_rows(rows, tuple(MODEL_COLUMN.values()))


def _for_general_use(row: ModelRow) -> bool:
    able = row.official and row.capabilities["tool-calling"] is True
    large = row.context is not None and row.context >= LEAST_CONTEXT
    return able and large and row.blended is not None and row.kind == ModelKind.CHAT


def _price(row: ModelRow) -> tuple[Decimal, str]:
    return row.blended or Decimal(0), row.path


def _new_models(catalogue: PastCatalogue, day: date, first: date | None) -> list[CanonicalModel]:
    since = day - timedelta(days=NEW_DAYS)
    new = [model for model in catalogue.listed if since < model.first_seen != first]
    new.sort(key=lambda model: (by_name(model.name), model.pk))
    return sorted(new, key=lambda model: model.first_seen, reverse=True)


def _retired_models(catalogue: PastCatalogue, day: date) -> list[CanonicalModel]:
    """Return the models of which the last offer ended in the days before, newest first."""
    since = day - timedelta(days=WITHDRAWN_DAYS)
    ended = ModelRevision.objects.filter(valid_to__gt=since, valid_to__lte=catalogue.day)
    last = dict(ended.order_by("valid_to").values_list("model", "valid_to"))
    for model in catalogue.models.values():
        last.pop(model.pk, None)
    moved = set(MovedModel.objects.values_list("path", flat=True))
    gone = [one for one in CanonicalModel.objects.in_bulk(last).values() if one.path not in moved]
    for model in gone:
        model.withdrawn_on = last[model.pk]
    gone.sort(key=lambda model: (by_name(model.name), model.pk))
    return sorted(gone, key=lambda model: last[model.pk], reverse=True)
