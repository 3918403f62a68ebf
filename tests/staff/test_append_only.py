"""The database itself refuses to alter the audit log."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from staff.append_only import refuse_changes
from staff.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    """An entry, with the triggers that tests of other things drop."""
    for statement in statements():
        with connection.cursor() as cursor:
            cursor.execute(statement)
    return AuditEntry.objects.create(at=timezone.now(), actor="editor", action="change", label="x")


def statements():
    class Recorder:
        def __init__(self):
            self.connection, self.statements = connection, []

        def execute(self, statement):
            self.statements.append(statement)

    recorder = Recorder()
    refuse_changes(recorder)
    return recorder.statements


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: AuditEntry.objects.update(actor="nobody"),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: entry.delete(),
        lambda entry: entry.save(),
    ],
    ids=["update", "delete all", "delete", "save again"],
)
def test_refuses(entry, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(entry)
    assert AuditEntry.objects.get().actor == "editor"


def test_an_entry_outlives_the_account(entry, make_account):
    make_account("editor").delete()
    assert AuditEntry.objects.filter(actor="editor").exists()
