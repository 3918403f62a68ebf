"""Rules of the house that no linter knows; `house.toml` lists today's exceptions, which only shrink.

Each rule has two tests: one for what is new, one for exceptions that are no longer needed.
"""

import re
import tomllib
from pathlib import Path

import polib
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
EXCEPTIONS = tomllib.loads((ROOT / "tests/house.toml").read_text("utf-8"))

MAX_LINE = 120
APPS = ("catalog", "pages", "pricing", "scoring", "changelog", "staff")
# Paraphrases of plain terms ("calculated", "no provider offers", "except", "per month", "share").
BANNED = (
    *("worked out", "work it out", "nobody sells", "is of", "but for", "whoever", "a month"),
    *("the leader of a line", "has sense", "goes by", "send it on"),
)
ANY_BANNED = "|".join(phrase.replace(" ", r"\s+") for phrase in BANNED)
BANNED_PHRASE = re.compile(rf"\b(?:{ANY_BANNED})\b(?! is 30 days)", re.IGNORECASE)


def path_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def template_files() -> list[Path]:
    return [file for file in TEMPLATES.rglob("*") if file.is_file()]


def texts_with_banned_phrases() -> set[str]:
    """Return the English texts marked for translation, singular or plural, that hold one."""
    entries = [entry for file in ROOT.glob("locale/*/*/*.po") for entry in polib.pofile(str(file))]
    texts = {text for entry in entries for text in (entry.msgid, entry.msgid_plural)}
    return {text for text in texts if BANNED_PHRASE.search(text)}


def templates_with_banned_phrases() -> set[str]:
    return {path_of(file) for file in template_files() if BANNED_PHRASE.search(file.read_text())}


def templates_with_long_lines() -> set[str]:
    return {
        path_of(file)
        for file in template_files()
        if any(len(line) > MAX_LINE for line in file.read_text().splitlines())
    }


def modules_without_test_file() -> set[str]:
    """Return the modules for which the mirrored folder below tests/ has no `test_<module>.py`."""
    files = [file for app in APPS for file in (ROOT / app).rglob("*.py")]
    return {
        path_of(file)
        for file in files
        if "migrations" not in file.parts
        and file.name != "__init__.py"
        and not file_of_tests(file).exists()
    }


def file_of_tests(module: Path) -> Path:
    return ROOT / "tests" / module.parent.relative_to(ROOT) / f"test_{module.name}"


def url_names_with_underscores() -> set[str]:
    """Return the names of our URLs that have one; names in the admin follow Django's."""
    return {name for name in url_names(get_resolver()) if "_" in name}


def url_names(resolver: URLResolver) -> set[str]:
    names: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            names.add(pattern.name or "")
        elif pattern.app_name != "admin":
            names |= url_names(pattern)
    return names


RULES = [
    pytest.param(
        texts_with_banned_phrases, EXCEPTIONS["texts_with_banned_phrases"], id="phrases in texts"
    ),
    pytest.param(
        templates_with_banned_phrases,
        EXCEPTIONS["templates_with_banned_phrases"],
        id="phrases in templates",
    ),
    pytest.param(
        templates_with_long_lines, EXCEPTIONS["templates_with_long_lines"], id="long lines"
    ),
    pytest.param(
        modules_without_test_file,
        [
            module
            for modules in EXCEPTIONS["modules_without_test_file"].values()
            for module in modules
        ],
        id="test files",
    ),
    pytest.param(
        url_names_with_underscores, EXCEPTIONS["url_names_with_underscores"], id="URL names"
    ),
]


@pytest.mark.parametrize("find, exceptions", RULES)
def test_keeps_the_rule(find, exceptions):
    assert sorted(find() - set(exceptions)) == []


@pytest.mark.parametrize("find, exceptions", RULES)
def test_needs_each_exception(find, exceptions):
    assert sorted(set(exceptions) - find()) == [], "remove these lines from tests/house.toml"


@pytest.mark.parametrize("phrase", BANNED)
def test_finds_a_banned_phrase(phrase):
    assert BANNED_PHRASE.search(f"Some text: {phrase.capitalize()}\n.")
    assert BANNED_PHRASE.search(phrase.replace(" ", "\n    "))


def test_lets_longer_words_pass():
    assert not BANNED_PHRASE.search("A monthly cost is often lower; this offer is for months.")
