"""Tasks that only the tests' worker knows."""

import os
import signal

from celery import shared_task
from django.contrib.auth.models import Group
from django.core.cache import cache


@shared_task
def make_group(name: str) -> None:
    """Leave a mark in the database."""
    Group.objects.create(name=name)


@shared_task
def die_once(key: str) -> None:
    """Be killed at the first try; say so in the cache at the second."""
    if cache.add(key, "killed", timeout=None):
        os.kill(os.getpid(), signal.SIGKILL)
    cache.set(key, "done", timeout=None)
