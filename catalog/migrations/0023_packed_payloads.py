"""Payloads may be stored as changes to another. Older rows stay gzip until `manage.py pack`."""

import gzip
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from catalog.feed.packing import unpack


def store_as_gzip(apps: Any, _schema_editor: Any) -> None:
    """Store every payload for itself again, which the release before reads."""
    snapshots = apps.get_model("catalog", "Snapshot").objects
    # A base has fewer steps than what is stored against it, so it is gzip by then.
    packed = snapshots.filter(steps__isnull=False).order_by("steps")
    for pk, base in list(packed.values_list("pk", "base")):
        payload = bytes(snapshots.values_list("payload", flat=True).get(pk=pk))
        before = snapshots.filter(pk=base).values_list("payload", flat=True).first()
        body = unpack(payload, unpack(bytes(before)) if before else b"")
        # `base` stays: PostgreSQL drops no column of a row whose foreign key was just changed.
        snapshots.filter(pk=pk).update(payload=gzip.compress(body, 6, mtime=0))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0022_edited_rules")]

    operations = [
        migrations.AddField(
            "snapshot",
            "base",
            models.ForeignKey(
                "catalog.snapshot",
                django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                verbose_name="stored as changes to",
            ),
        ),
        migrations.AddField(
            "snapshot",
            "steps",
            models.PositiveSmallIntegerField(
                null=True, blank=True, verbose_name="steps to a whole payload"
            ),
        ),
        migrations.AlterField(
            "snapshot", "payload", models.BinaryField(verbose_name="payload (compressed)")
        ),
        migrations.AddConstraint(
            "snapshot",
            models.CheckConstraint(
                condition=Q(base=None, steps=None)
                | Q(base=None, steps=0)
                | Q(base__isnull=False, steps__isnull=False, steps__gt=0),
                name="a_payload_stored_as_changes_has_steps_to_a_whole_one",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, store_as_gzip),
    ]
