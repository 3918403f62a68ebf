"""Django's `i18n` tags, but for a text that stands in a template: it is translated once.

`{% translate "Models" %}` costs Django a lookup, a filter expression and an escape every time it
is rendered, and a page has some 150 of them. `{% same %}` goes further: what stands between it
and `{% endsame %}` depends on nothing but the language, and is rendered once in each. `{% gap %}`
is the space after a full stop or a colon.
"""

from typing import Any, cast

from django import template
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Parser,
    Token,
    render_value_in_context,
)
from django.template.context import Context
from django.templatetags import i18n as original
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from config.language import language_of

register = template.Library()
register.tags.update(original.register.tags)
register.filters.update(original.register.filters)


class FixedText(Node):
    """A text that depends on nothing but the language, and is kept in each."""

    def __init__(self, node: original.TranslateNode) -> None:
        self.node = node
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = language_of(context)
        text = self.kept.get(language)
        if text is None:
            text = self.kept[language] = self.node.render(context)
        return text


class FixedSentence(Node):
    """A sentence of the template: looked up once in each language, and filled in every time."""

    def __init__(self, node: Any) -> None:
        self.given = node.extra_context
        self.text, self.names = node.render_token_list(node.singular)
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> SafeString:
        words = {name: self._word(name, context) for name in self.names}
        return SafeString(self._sentence(context) % words)

    def _sentence(self, context: Context) -> str:
        language = language_of(context)
        sentence = self.kept.get(language)
        if sentence is None:
            sentence = self.kept[language] = gettext(self.text)
        return sentence

    def _word(self, name: str, context: Context) -> str:
        given = self.given.get(name)
        value = context.get(name, "") if given is None else given.resolve(context)
        return render_value_in_context(value, context)


class FixedPlural(FixedSentence):
    """A sentence of the template that goes by a number."""

    def __init__(self, node: Any) -> None:
        super().__init__(node)
        self.counter = node.counter
        self.given = node.extra_context | {node.countervar: node.counter}
        self.plural, names = node.render_token_list(node.plural)
        self.names = list(dict.fromkeys([*self.names, *names]))

    def _sentence(self, context: Context) -> str:
        return ngettext(self.text, self.plural, self.counter.resolve(context))


class Same(Node):
    """A part of a page that is the same on all pages of one language, and is kept in each."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = language_of(context)
        if language not in self.kept:
            self.kept[language] = self.nodelist.render(context.new())
        return self.kept[language]


@register.tag
def same(parser: Parser, _token: Token) -> Node:
    """Keep what is rendered up to `endsame`: it sees no variables, so that it cannot vary."""
    nodelist = parser.parse(("endsame",))
    parser.delete_first_token()
    return Same(nodelist)


@register.simple_tag
def gap() -> str:
    """Return what stands after a full stop or a colon: the marks of Chinese are wide enough."""
    return "" if get_language() == "zh-hant" else " "


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Translate as Django does; remember what stands in the template itself."""
    node: Any = original.do_translate(parser, token)
    fixed = _is_literal(node.filter_expression) and not (node.asvar or node.message_context)
    return FixedText(node) if fixed else node


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> Node:
    """Translate as Django does; remember what stands in the template itself."""
    node: Any = original.do_block_translate(parser, token)
    if node.asvar or node.message_context:
        return cast(Node, node)
    return FixedPlural(node) if node.plural else FixedSentence(node)


def _is_literal(expression: FilterExpression) -> bool:
    return not expression.filters and getattr(expression.var, "literal", None) is not None
