"""Writing the intervals of matched models, providers and models: what `record` compares.

Each table is brought to what the catalogue holds, as of a day; a row is written only where a value
changed. What an earlier payload of the same day wrote is undone first, so the last one wins.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from catalog.ingest.bulk import chunked, insert
from catalog.models import CanonicalModel, Offering, Provider
from changelog.models import (
    Grouping,
    ModelRevision,
    PriceDoubtRevision,
    ProviderRevision,
    interval_key,
)

PROVIDER_FACTS = ("name", "npm", "env", "doc_url", "api_url", "extra")
MODEL_PRICES = ("recommended_id", "input_price", "output_price", "blended_price")

Values = tuple[Any, ...]


class Table(NamedTuple):
    """A table of intervals, the columns of its owner and values, and the values of today."""

    rows: Any
    owner: str
    columns: tuple[str, ...]
    current: Callable[[], Iterable[tuple[int, Values]]]


def update_revisions(day: date) -> None:
    """Bring every table to what the catalogue holds. Must run inside a transaction."""
    for table in TABLES:
        _update(table, dict(table.current()), day)


def clear_revisions() -> None:
    """Empty the tables that `update_revisions` fills."""
    for table in TABLES:
        table.rows.objects.all().delete()


def _update(table: Table, current: Mapping[int, Values], day: date) -> None:
    """End the intervals whose value changed on a day, and begin the new ones.

    Intervals that an earlier payload of the day began or ended are put back as they were before it.
    """
    rows = table.rows.objects
    rows.filter(valid_from=day).delete()
    rows.filter(valid_to=day).update(valid_to=None)
    ended, unchanged = [], set()
    stored = rows.open().values_list("pk", table.owner, *table.columns)
    for pk, owner, *values in stored.iterator():
        if current.get(owner) == tuple(values):
            unchanged.add(owner)
        else:
            ended.append(pk)
    for keys in chunked(ended):
        rows.filter(pk__in=keys).update(valid_to=day)
    begun = [
        table.rows(
            number=interval_key(owner, day),
            valid_from=day,
            **{table.owner: owner},
            **dict(zip(table.columns, values, strict=True)),
        )
        for owner, values in current.items()
        if owner not in unchanged
    ]
    insert(table.rows, begun)


def _matched_models() -> Iterable[tuple[int, Values]]:
    """Yield every offering's model; a withdrawn offering stays matched to its last one."""
    for pk, model in Offering.objects.values_list("pk", "model_id"):
        yield pk, (model,)


def _price_doubts() -> Iterable[tuple[int, Values]]:
    doubtful = Offering.objects.live().exclude(price_doubt="")
    for pk, reason in doubtful.values_list("pk", "price_doubt"):
        yield pk, (reason,)


def _provider_facts() -> Iterable[tuple[int, Values]]:
    for pk, *values in Provider.objects.live().values_list("pk", *PROVIDER_FACTS):
        yield pk, (dict(zip(PROVIDER_FACTS, values, strict=True)),)


def _model_values() -> Iterable[tuple[int, Values]]:
    live = CanonicalModel.objects.live()
    inputs = dict(live.score_inputs())
    for pk, *prices in live.values_list("pk", *MODEL_PRICES):
        yield pk, (*prices, inputs[pk].to_json())


TABLES = (
    Table(Grouping, "offering_id", ("model_id",), _matched_models),
    Table(PriceDoubtRevision, "offering_id", ("reason",), _price_doubts),
    Table(ProviderRevision, "provider_id", ("facts",), _provider_facts),
    Table(ModelRevision, "model_id", (*MODEL_PRICES, "facts"), _model_values),
)
