"""Queries that differ in one value only: Django writes their SQL once, not for every page.

To write the SQL of a table of forty columns takes Django three times as long as the database takes
to answer it. What it knows of the columns it still does: converting values, making related rows.
Its compiler is not promised to stay as it is: the test holds these rows to those of Django itself.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, models
from django.db.models.query import RelatedPopulator

populator: Any = RelatedPopulator  # the stubs are of Django 6, which asks for one value more
Row = TypeVar("Row", bound=models.Model)


class Written(NamedTuple):
    """A query as the database takes it, and what makes its rows those of the model."""

    sql: str
    database: str
    compiler: Any
    converters: dict[int, Any]
    lists: dict[int, Any]
    model: Any
    columns: slice
    names: list[str]
    related: Any


class Prepared(Generic[Row]):
    """A query of one parameter. Called with a value, it gives its rows in their order.

    Raises TypeError on its first call if the query has other parameters.
    """

    def __init__(self, build: Callable[[Any], models.QuerySet[Row]]) -> None:
        self.build = build
        self.written: Written | None = None

    def __call__(self, value: int | str) -> list[Row]:
        query = self.written = self.written or written(self.build(value), value)
        with connection.cursor() as cursor:
            cursor.execute(query.sql, [value])
            converters = query.converters | _reading_once(query.lists)
            rows = query.compiler.apply_converters(cursor.fetchall(), converters)
            return [_made(query, row) for row in rows]


def written(queryset: models.QuerySet[Any], value: int | str) -> Written:
    """Let Django write a query as it does whenever it asks one."""
    compiler: Any = queryset.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    if list(parameters) != [value]:
        raise TypeError(f"a prepared query has one parameter, not {parameters}")
    about, select = compiler.klass_info, compiler.select
    own, related = about["select_fields"], about.get("related_klass_infos", [])
    columns = [column[0] for column in select]
    return Written(
        sql=sql,
        database=connection.alias,
        compiler=compiler,
        converters=compiler.get_converters(columns),
        lists={n: c for n, c in enumerate(columns) if isinstance(c.target, models.JSONField)},
        model=about["model"],
        columns=slice(own[0], own[-1] + 1),
        names=[select[place][0].target.attname for place in own],
        related=[populator(each, select, connection.alias) for each in related],
    )


def _reading_once(lists: dict[int, Any]) -> dict[int, Any]:
    """Read each JSON text once: the channels of a model mostly state the same, and share it."""
    read = cache(json.loads)

    def convert(text: str | None, _column: Any, _connection: Any) -> Any:
        return None if text is None else read(text)

    return {place: ([convert], column) for place, column in lists.items()}


def _made(query: Written, values: Any) -> Any:
    row = query.model.from_db(query.database, query.names, values[query.columns])
    for related in query.related:
        related.populate(values, row)
    return row
