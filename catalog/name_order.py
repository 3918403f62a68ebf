"""The order of names in lists: without regard to case, and the same on every database.

Databases order text by their collations: SQLite puts “Zebra” before “aion”, and PostgreSQL may
overlook hyphens.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler


def by_name(name: str) -> tuple[str, str]:
    """Return what to sort by: names that differ in case only have an order, too."""
    return name.casefold(), name


class NameOrder(Func):
    """A name to ORDER BY: A to Z in lower case, compared by code points as Python does.

    Other letters keep their case: databases differ in which ones they know.
    """

    function = "LOWER"
    arity = 1
    output_field = CharField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        """Compare code points, whatever the database's own collation."""
        template = '%(function)s(%(expressions)s COLLATE "C")'
        return self.as_sql(compiler, connection, template=template, **context)
