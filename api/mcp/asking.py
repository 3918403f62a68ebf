"""How tools ask the API: its endpoints as functions, and the names of models in any spelling."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import HttpRequest
from django.utils import timezone

from api.controller import ApiController
from api.day_directory import model_directory
from api.days import catalogue_of, read_days
from api.model_check import check_models
from api.problems import NotFound
from catalog.http import newest_data_version
from catalog.models import CanonicalModel, MovedModel


def ask(
    endpoint: type[ApiController],
    given: Mapping[str, tuple[Any, Mapping[str, Any]]],
    method: str = "get",
) -> Any:
    """Return what an endpoint answers; its parameters are checked as those of a request are.

    Raises ValidationError and what the endpoint raises: DayNotOnRecord, NotFound, InvalidCursor.
    """
    controller = endpoint()
    controller.setup(HttpRequest())
    read = {name: msgspec.convert(values, kind) for name, (kind, values) in given.items()}
    return getattr(controller, method)(**read)


def present_path(name: str) -> str:
    """Return the MAKER/SLUG of a model in any spelling. Raises NotFound, with similar names."""
    path = MovedModel.objects.present_path(name)
    if CanonicalModel.objects.filter(path=path).exists():
        return path
    now = timezone.now()
    reading, newest = read_days(None, None, now.date()), newest_data_version(now)
    (checked,) = check_models([name], reading, catalogue_of(reading, newest))
    if checked.model:
        return checked.model
    similar = ", ".join(model_directory(newest).suggestions(name))
    raise NotFound(f"No model {name}.", f"Did you mean {similar}?" if similar else "")
