"""Entries of the audit log."""

import pytest
from django.utils import timezone

from staff.models import AuditEntry
from tests.factories import make_maker


@pytest.mark.django_db
def test_entries_about_a_row_come_newest_first():
    maker = make_maker()
    for actor in ("first", "second"):
        AuditEntry.objects.create(
            at=timezone.now(), actor=actor, table="catalog.maker", row=str(maker.pk)
        )
    AuditEntry.objects.create(at=timezone.now(), actor="x", table="catalog.model", row="1")
    assert [e.actor for e in AuditEntry.objects.about(maker)] == ["second", "first"]


def test_an_entry_is_named():
    entry = AuditEntry(at=timezone.now(), actor="anna", action="add", label="Night")
    assert str(entry).endswith("anna: add Night")
