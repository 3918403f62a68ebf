"""Show whether the site works and gets its data. Exits with 1 where something needs an operator."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from config.celery import app
from config.health import (
    Check,
    check_broker,
    check_cache,
    check_data,
    check_database,
    check_pending,
    check_pulls,
    check_schedule,
    check_workers,
)


class Command(BaseCommand):
    requires_system_checks = ()
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        for check in all_checks():
            mark = "ok     " if check.ok else "PROBLEM"
            self.stdout.write(f"{mark}  {check.name:18}  {check.text}")
            problems += not check.ok
        if problems:
            raise CommandError(f"{problems} of these need attention; see docs/operations.md")


def all_checks() -> Iterator[Check]:
    """Yield every check; those that need a database or a broker only where it answers."""
    database = check_database()
    yield database
    if database.ok:
        yield from data_checks()
    yield check_cache()
    broker = check_broker()
    yield broker
    if broker.ok:
        yield check_workers(app)


def data_checks() -> list[Check]:
    now = timezone.now()
    try:
        return [check_data(now), *check_pulls(), check_pending(), check_schedule(now)]
    except DatabaseError as error:  # gone since, or without tables
        return [Check("data", " ".join(str(error).split()), ok=False)]
