"""Keeping what holds beside the offerings' own revisions: groupings, providers, models.

Each table is brought to what the catalogue says, as of a day; a row is written only when something
changed. What an earlier payload of the same day wrote is taken back first.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from catalog.models import CanonicalModel, Offering, Provider
from changelog.models import Grouping, ModelRevision, ProviderRevision, span_number

ROWS_A_STATEMENT = 1000
OF_A_PROVIDER = ("name", "npm", "env", "doc_url", "api_url", "extra")
OF_A_MODEL = ("recommended_id", "input_price", "output_price", "blended_price")
SCORED = (
    *("tool_calling", "structured_output", "reasoning", "temperature", "context", "max_output"),
    *("provider_count", "conflicts", "official"),
)

Values = tuple[Any, ...]


def update_revisions(day: date) -> None:
    """Bring every table of spans to what the catalogue says. Must run inside a transaction."""
    for table, owner, columns, held in TABLES:
        _keep(table, owner, columns, dict(held()), day)


def clear_revisions() -> None:
    """Empty the tables that `keep_history` fills."""
    for table, *_ in TABLES:
        table.objects.all().delete()


def _keep(table: Any, owner: str, columns: Values, held: Mapping[int, Values], day: date) -> None:
    table.objects.filter(valid_from=day).delete()
    table.objects.filter(valid_to=day).update(valid_to=None)
    rows = table.objects.open().values_list("pk", owner, *columns)
    ended = []
    known = set()
    for pk, of, *values in rows.iterator(5000):
        if held.get(of) == tuple(values):
            known.add(of)
        else:
            ended.append(pk)
    for start in range(0, len(ended), ROWS_A_STATEMENT):
        table.objects.filter(pk__in=ended[start : start + ROWS_A_STATEMENT]).update(valid_to=day)
    begun = [
        table(
            number=span_number(of, day),
            valid_from=day,
            **{owner: of},
            **dict(zip(columns, values, strict=True)),
        )
        for of, values in held.items()
        if of not in known
    ]
    table.objects.bulk_create(begun, batch_size=ROWS_A_STATEMENT)


def _groupings() -> Iterable[tuple[int, Values]]:
    """Every offering's model; one that is withdrawn keeps the model that it had."""
    for pk, model in Offering.objects.values_list("pk", "model_id"):
        yield pk, (model,)


def _providers() -> Iterable[tuple[int, Values]]:
    for pk, *stated in Provider.objects.live().values_list("pk", *OF_A_PROVIDER):
        yield pk, (dict(zip(OF_A_PROVIDER, stated, strict=True)),)


def _models() -> Iterable[tuple[int, Values]]:
    columns = (*OF_A_MODEL, "recommended__cache_read_price", *SCORED)
    for pk, *values in CanonicalModel.objects.live().values_list("pk", *columns):
        *prices, cache_read, tool_calling, structured, reasoning, temperature = values[:9]
        context, max_output, providers, conflicts, official = values[9:]
        facts = {
            "tool_calling": tool_calling,
            "structured_output": structured,
            "reasoning": reasoning,
            "temperature": temperature,
            "context": context,
            "max_output": max_output,
            "providers": providers,
            "has_cache_price": None if prices[0] is None else cache_read is not None,
            "conflicts": len(conflicts),
            "official": official,
        }
        yield pk, (*prices, facts)


TABLES: tuple[tuple[Any, str, tuple[str, ...], Callable[[], Iterable[tuple[int, Values]]]], ...] = (
    (Grouping, "offering_id", ("model_id",), _groupings),
    (ProviderRevision, "provider_id", ("facts",), _providers),
    (ModelRevision, "model_id", (*OF_A_MODEL, "facts"), _models),
)
