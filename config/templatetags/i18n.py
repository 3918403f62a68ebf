"""Django's `i18n` tags, but for a text that stands in a template: it is translated once.

`{% translate "Models" %}` costs Django a lookup, a filter expression and an escape every time it
is rendered, and a page has some 150 of them.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.templatetags import i18n as original
from django.utils.translation import get_language

register = template.Library()
register.tags.update(original.register.tags)
register.filters.update(original.register.filters)


class FixedText(Node):
    """A text that depends on nothing but the language, and is kept in each."""

    def __init__(self, node: original.TranslateNode) -> None:
        self.node = node
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        text = self.kept.get(language)
        if text is None:
            text = self.kept[language] = self.node.render(context)
        return text


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Translate as Django does; remember what stands in the template itself."""
    node: Any = original.do_translate(parser, token)
    fixed = _is_literal(node.filter_expression) and not (node.asvar or node.message_context)
    return FixedText(node) if fixed else node


def _is_literal(expression: FilterExpression) -> bool:
    return not expression.filters and getattr(expression.var, "literal", None) is not None
