"""The names in the changelog's filters: ids, or names as pages show them, in any case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from catalog.models import CanonicalModel, Maker, MovedModel, Provider
from changelog.forms import ChangelogQuery


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """A filter that names something: where to look, by which fields, and what it stands for."""

    key: str
    rows: Callable[[], Any]
    id_field: str
    fields: tuple[str, ...]
    unknown: Callable[[], str]


# An id is looked for first, then the fields in their order.
NAMED_FILTERS = (
    NamedFilter(
        *("provider", Provider.objects.all, "key", ("name",)),
        lambda: gettext("No provider is called “{name}”."),
    ),
    NamedFilter(
        *("maker", Maker.objects.all, "slug", ("name",)),
        lambda: gettext("No maker is called “{name}”."),
    ),
    NamedFilter(
        *("model", CanonicalModel.objects.all, "path", ("label", "slug", "name")),
        lambda: gettext("No model is called “{name}”."),
    ),
)


def resolve_names(query: ChangelogQuery) -> tuple[ChangelogQuery, list[str]]:
    """Return the query with ids in place of names, and a sentence for each unknown name.

    A name that several models have stands for the one that most providers offer. One query for
    each filter that is given, and one more for an unknown model.
    """
    unknown = []
    for one in NAMED_FILTERS:
        name = getattr(query, one.key)
        if not name:
            continue
        if found := _id_of(one, name):
            query = query.but(**{one.key: found})
        else:
            unknown.append(one.unknown().format(name=name))
    return query, unknown


def _id_of(named: NamedFilter, name: str) -> str:
    """Return the id that a name stands for, "" if nothing has it."""
    fields = (named.id_field, *named.fields)
    asked = Q()
    for field in fields:
        asked |= Q(**{f"{field}__iexact": name})
    order = ("-provider_count", "pk") if named.key == "model" else ("pk",)
    rows = list(named.rows().filter(asked).order_by(*order).values_list(*fields)[:20])
    for place in range(len(fields)):
        for row in rows:
            if row[place].casefold() == name.casefold():
                return str(row[0])
    # A model that moved: its feeds have subscribers.
    return MovedModel.objects.target_of(name) or "" if named.key == "model" else ""
