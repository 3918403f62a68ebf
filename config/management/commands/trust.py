"""`manage.py trust PROVIDER`: accept the prices of a provider that is new, however low they are."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.models import Provider, TrustedProvider


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Accept the prices of a new provider, from the next pull that changes something."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("provider", metavar="PROVIDER", help="the provider's ID")
        parser.add_argument("--undo", action="store_true", help="no longer accept them")

    def handle(self, *args: Any, **options: Any) -> None:
        key: str = options["provider"]
        if not Provider.objects.filter(key=key).exists():
            raise CommandError(f"no provider {key!r} on record")
        if options["undo"]:
            TrustedProvider.objects.filter(key=key).delete()
            self.stdout.write(f"{key}: judged like any other provider again")
            return
        now = timezone.now()
        TrustedProvider.objects.get_or_create(key=key, defaults={"accepted_at": now})
        self.stdout.write(f"{key}: prices accepted; the next pull that changes something uses them")
