"""What there is to translate, read from Python and templates without GNU gettext."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

PYTHON = ("pages", "catalog", "pricing", "scoring", "changelog", "config")
TEMPLATES = "templates"
# The first arguments of each function that marks a text, in order.
MARKERS = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "msgid_plural"),
    "ngettext_lazy": ("msgid", "msgid_plural"),
    "pgettext": ("msgctxt", "msgid"),
    "pgettext_lazy": ("msgctxt", "msgid"),
    "npgettext": ("msgctxt", "msgid", "msgid_plural"),
    "npgettext_lazy": ("msgctxt", "msgid", "msgid_plural"),
}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({TEXT}(?:\s*,\s*{TEXT})*)")


class Message(NamedTuple):
    msgid: str
    msgid_plural: str = ""
    msgctxt: str | None = None


def messages(root: Path) -> dict[Message, list[str]]:
    """Return every marked text below `root`, in a stable order, with the files that hold it."""
    found: dict[Message, list[str]] = {}
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        read = of_python if path.suffix == ".py" else of_template
        for message in read(path.read_text(encoding="utf-8")):
            files = found.setdefault(message, [])
            if name not in files:
                files.append(name)
    return found


def sources(root: Path) -> Iterator[Path]:
    modules = chain.from_iterable((root / folder).rglob("*.py") for folder in PYTHON)
    templates = (path for path in (root / TEMPLATES).rglob("*.*") if path.name != ".gitkeep")
    yield from sorted(chain(modules, templates))


def of_python(source: str) -> Iterator[Message]:
    """Yield the texts that a module marks; a variable that it looks up is marked elsewhere."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if fields := MARKERS.get(called(call.func)):
            texts = [text for argument in call.args if (text := written(argument)) is not None]
            if len(texts) >= len(fields):
                yield Message(**dict(zip(fields, texts, strict=False)))


def called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def written(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def of_template(source: str) -> Iterator[Message]:
    """Yield the texts that a template marks."""
    for function, written in CALL.findall(templatize(source)):
        texts = [ast.literal_eval(text) for text in re.findall(TEXT, written)]
        yield Message(**dict(zip(MARKERS[function], texts, strict=False)))


def brought_up_to_date(old: polib.POFile, found: dict[Message, list[str]]) -> polib.POFile:
    """Return the translation with just the texts found; what was translated before stays so."""
    known = {key(entry): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=old.wrapwidth)
    new.metadata = old.metadata
    for message, files in found.items():
        before = known.get(message)
        entry = polib.POEntry(
            msgid=message.msgid,
            msgid_plural=message.msgid_plural,
            msgctxt=message.msgctxt,
            msgstr=before.msgstr if before else "",
            msgstr_plural=dict(before.msgstr_plural) if before else {},
            tcomment=before.tcomment if before else "",
            occurrences=[(file, "") for file in files],
            flags=[flag for flag in (before.flags if before else []) if flag == "fuzzy"],
        )
        if message.msgid_plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: ""}
        new.append(entry)
    return new


def key(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural, entry.msgctxt)
