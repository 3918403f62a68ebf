"""Tasks that only the tests' worker knows."""

import os
import signal

from celery import shared_task
from django.contrib.auth.models import Group


@shared_task
def make_group(name: str) -> None:
    """Leave a mark in the database."""
    Group.objects.create(name=name)


@shared_task
def die_once(name: str) -> None:
    """Be killed at the first try; leave a mark at the second."""
    _, is_first = Group.objects.get_or_create(name=f"{name} was killed")
    if is_first:
        os.kill(os.getpid(), signal.SIGKILL)
    Group.objects.create(name=f"{name} came back")
