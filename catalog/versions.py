"""Publishing the catalogue again after an editor changed what its pages show."""

from datetime import datetime

from django.db import transaction

from catalog.models import CatalogueVersion
from catalog.newest_version import HOLDER


def publish_same_data(*, now: datetime) -> None:
    """Publish the newest data as a new version, so that every cached page expires."""
    newest = CatalogueVersion.objects.order_by("-pk").first()
    if newest is not None:
        CatalogueVersion.objects.create(snapshot=newest.snapshot, day=newest.day, made_at=now)
        transaction.on_commit(HOLDER.forget)  # the editor's next page shows it
