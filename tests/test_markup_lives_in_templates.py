"""No HTML in Python: markup belongs to templates, where a designer finds it."""

import ast
import re

import pytest
from django.conf import settings

APPS = ("config", "pages", "catalog", "pricing", "scoring", "changelog")
# A tag as HTML writes it; not a converter of a URL pattern, such as <slug:maker>, and not the name
# of a group in a regular expression, such as (?P<date>…).
TAG = re.compile(r"(?<!\?P)</?[a-z][a-z0-9]*(?:\s[^>]*)?/?>")
ALLOWED: dict[str, str] = {}  # by file, why it needs markup


def markup(source: str) -> list[str]:
    """Return the strings of a module that hold a tag, those of f-strings too, but no docstring."""
    nodes = list(ast.walk(ast.parse(source)))
    docstrings = {node.value for node in nodes if isinstance(node, ast.Expr)}
    strings = [node for node in nodes if isinstance(node, ast.Constant) and node not in docstrings]
    return [s.value for s in strings if isinstance(s.value, str) and TAG.search(s.value)]


def modules_with_markup() -> set[str]:
    files = (file for app in APPS for file in (settings.BASE_DIR / app).rglob("*.py"))
    return {
        file.relative_to(settings.BASE_DIR).as_posix()
        for file in files
        if markup(file.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize(
    "source, found",
    [
        ('cell = "<td>{}</td>"', ["<td>{}</td>"]),
        ("name = f'<b>{x}'", ["<b>"]),
        ("end = '</p>'", ["</p>"]),
        ('"""Return a <td>."""', []),
        ("path('<slug:maker>/')", []),
        ("rule = 'a < b > c'", []),
    ],
)
def test_finds_markup(source, found):
    assert markup(source) == found


def test_no_markup_in_python():
    assert modules_with_markup() - ALLOWED.keys() == set()


def test_the_lists_of_exceptions_hold_no_more_than_they_must():
    assert ALLOWED.keys() - modules_with_markup() == set()
