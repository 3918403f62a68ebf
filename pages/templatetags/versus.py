"""Links to head-to-head pages, and which of their lines are shown: `{% load versus %}`."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from django import template

from pages.compare.comparison import ComparedColumn
from pages.compare.comparison import compare_url as address_of

register = template.Library()


class Differing(Protocol):
    @property
    def differs(self) -> bool: ...


Line = TypeVar("Line", bound=Differing)


@register.simple_tag
def versus(*paths: str) -> str:
    """Return where the models of these canonical ids are compared."""
    return address_of(paths)


@register.simple_tag
def without(columns: Iterable[ComparedColumn], path: str) -> str:
    """Return the comparison that is left when one model is taken away."""
    return address_of(column.model.path for column in columns if column.model.path != path)


@register.simple_tag
def shown(lines: Sequence[Line], only_differences: bool) -> list[Line]:
    """Return the lines to show: all, or those on which the models differ."""
    return [line for line in lines if line.differs or not only_differences]
