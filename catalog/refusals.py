"""The table of the payload that the guards refused last: kept until it is accepted or superseded.

One row at most: a feed may be wrong for weeks, and each payload is megabytes.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.feed.packing import unpack


class RefusedPayloadQuerySet(models.QuerySet["RefusedPayload"]):
    def light(self) -> Self:
        """Leave the payload in the database: megabytes a row."""
        return self.defer("payload")


class RefusedPayload(models.Model):
    """A payload that parsed within the limits, and that only a guard of catalog.ingest.guards kept
    from being applied.

    `guards` are the names of all guards that object, `objections` what they say (see `translated`),
    `report` what it would change (changelog.refusal_report).
    """

    day = models.DateField(_("day"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    source = models.CharField(_("source"), max_length=500)
    etag = models.CharField("ETag", max_length=300, blank=True)
    last_modified = models.CharField("Last-Modified", max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size (bytes)"))
    payload = models.BinaryField(_("payload (compressed)"))
    refused_at = models.DateTimeField(_("first refused at"))
    guards = models.JSONField(_("guards that object"), default=list)
    objections = models.JSONField(_("objections"), default=list)
    report = models.JSONField(_("what it would change"), default=dict)
    compared_with = models.ForeignKey(
        "catalog.Snapshot",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("compared with"),
    )

    objects = RefusedPayloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("refused payload")
        verbose_name_plural = _("refused payloads")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.sha256[:8]}"

    @property
    def body(self) -> bytes:
        """The payload's bytes as downloaded. Raises DamagedPayload if they cannot be unpacked."""
        return unpack(bytes(self.payload), b"")
