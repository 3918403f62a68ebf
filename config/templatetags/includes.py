"""The `include` tag, for a part that is named as it stands: it is found once."""

from typing import Any, cast

from django import template
from django.template import loader_tags
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context

register = template.Library()


class Part(Node):
    """Another template, rendered where this stands; what it sets stays within it."""

    def __init__(self, name: str, given: dict[str, FilterExpression]) -> None:
        self.name, self.given = name, given
        self.found: Any = None

    def render(self, context: Context) -> str:
        if self.found is None:
            page: Any = context.template
            self.found = page.engine.get_template(self.name)
        values = {name: value.resolve(context) for name, value in self.given.items()}
        with context.push(**values):
            return str(self.found._render(context))  # noqa: SLF001  `render` would start anew


@register.tag
def include(parser: Parser, token: Token) -> Node:
    """Do as Django does; leave to it what is named by a variable, or sees no other variables."""
    node: Any = loader_tags.do_include(parser, token)
    name = node.template.var
    fixed = isinstance(name, str) and not node.isolated_context
    return Part(name, node.extra_context) if fixed else cast(Node, node)
