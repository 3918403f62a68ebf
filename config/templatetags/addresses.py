"""The `url` tag, which remembers the addresses that it has worked out."""

from typing import Any

from django import template
from django.template import defaulttags
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from catalog.addresses import address_in
from config.language import language_of

register = template.Library()


class Address(Node):
    """The address of one of the site's own pages; nothing where it has no such page."""

    def __init__(self, node: Any) -> None:
        self.view, self.args, self.name = node.view_name, node.args, node.asvar

    def render(self, context: Context) -> str:
        args = tuple(arg.resolve(context) for arg in self.args)
        try:
            found = address_in(language_of(context), self.view.resolve(context), args)
        except NoReverseMatch:
            if not self.name:
                raise
            found = ""
        if not self.name:
            return conditional_escape(found)
        context[self.name] = found
        return ""


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Do what Django's `url` does, and leave to it what needs names for arguments, or the admin."""
    node: Any = defaulttags.url(parser, token)
    return node if node.kwargs or ":" in str(node.view_name) else Address(node)
