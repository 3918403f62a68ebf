"""`fields` of every list: which fields of its items are answered.

An answer is checked against its type whole, and cut afterwards: only offers, of which there are
most, leave fields out before.
"""

from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct

from catalog.display.translation import gettext_noop as _

# Types of which `fields` may leave out fields; the OpenAPI document must not require these.
SELECTABLE: set[str] = set()


def fields_of(item: type[Struct]) -> Any:
    """Return the type of `fields` for a list of these items: their names, separated by commas."""
    SELECTABLE.add(item.__name__)
    names = "|".join(item.__struct_encode_fields__)
    return Annotated[
        str,
        Meta(
            max_length=1000,
            pattern=f"^(?:{names})(?:,(?:{names}))*$",
            description=_("Fields to answer, separated by commas; the others are left out."),
        ),
    ]


def with_fields(query: type[Struct], item: type[Struct]) -> Any:
    """Return a query that also takes `fields` of these items."""
    return msgspec.defstruct(
        query.__name__,
        [("fields", fields_of(item) | None, None)],
        bases=(query,),
        kw_only=True,
        forbid_unknown_fields=True,
    )


def keep_fields(response: HttpResponse, fields: str) -> None:
    """Leave only these fields in the items of an answer."""
    names = frozenset(fields.split(","))
    answer = msgspec.json.decode(response.content, type=dict[str, msgspec.Raw])
    items = msgspec.json.decode(answer["items"], type=list[dict[str, msgspec.Raw]])
    kept = [{name: item[name] for name in item if name in names} for item in items]
    answer["items"] = msgspec.Raw(msgspec.json.encode(kept))
    response.content = msgspec.json.encode(answer)


def allow_missing(document: dict[str, Any]) -> dict[str, Any]:
    """Take back from an OpenAPI document that answers always have what `fields` may leave out."""
    schemas = document["components"]["schemas"]
    for name in SELECTABLE & schemas.keys():
        schemas[name].pop("required", None)
    return document
