"""The values of a row for the audit log, and those of an entry as lines of text."""

import json
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import label_for_field
from django.db.models import Model
from django.utils.translation import gettext as _

from staff.models import AuditEntry

Values = dict[str, Any]

# Never stored, neither as they were nor as they are; only that they changed.
SECRET = frozenset(
    {"auth.user.password", "otp_totp.totpdevice.key", "otp_static.statictoken.token"}
)
# Written at each sign-in, by nobody's decision.
UNIMPORTANT = frozenset({"last_login", "last_t", "drift", "last_used_at"})
LONGEST = 300  # characters of one value in a line; the CSV has all
NO_VALUE = "–"


def column_values(row: Model) -> Values:
    """Return the columns of a row by field name, without secrets and what no person decides."""
    fields = [field for field in row._meta.concrete_fields if field.name not in UNIMPORTANT]
    return {field.name: _value(row, field) for field in fields}


def _value(row: Model, field: Any) -> Any:
    value = field.value_from_object(row)
    if f"{row._meta.label_lower}.{field.name}" in SECRET and value:
        # Not a digest either: a short password could be guessed from it. Equal ones look equal.
        return Secret(str(value))
    return bytes(value).hex()[:64] if isinstance(value, (bytes, memoryview)) else value


class Secret(str):
    """A secret that can be compared within a request; `staff.audit` replaces it."""


def changed_lines(entry: AuditEntry) -> list[str]:
    """Return a line for each field that differs: its label, the value before and after."""
    names = dict.fromkeys((*entry.before, *entry.after))
    return [_line(entry, name) for name in names]


def _line(entry: AuditEntry, name: str) -> str:
    label = field_label(entry.table, name)
    before, after = (
        value_text(values.get(name))[:LONGEST] for values in (entry.before, entry.after)
    )
    if entry.action == AuditEntry.Action.CHANGE:
        return _("{field}: {before} → {after}").format(field=label, before=before, after=after)
    value = before if entry.action == AuditEntry.Action.DELETE else after
    return _("{field}: {value}").format(field=label, value=value)


def field_label(table: str, name: str) -> str:
    """Return the name of a column in the reader's language; as stored if it is no more."""
    try:
        return str(label_for_field(name, apps.get_model(table)))
    except (AttributeError, LookupError, ValueError):
        return name


def value_text(value: Any) -> str:
    """Return a stored value as text; structures as JSON."""
    if value is None or value == "":
        return NO_VALUE
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
