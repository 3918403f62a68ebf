"""Licences of everything that is shipped: libraries, and files of others in them."""

import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements-sentry.txt").read_text()
PACKAGES = re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.MULTILINE)
# Of which a site may be made and shipped under MIT. psycopg's LGPL holds for a library that is
# imported unchanged, certifi's MPL for its list of certificates.
ALLOWED = re.compile(
    r"\b(?:MIT|MIT-0|MIT-CMU|BSD|Apache|PSF|Unlicense|LGPL-3\.0-only|MPL|Mozilla|ISC)\b",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"(?<!L)\b(?:AGPL|GPL|SSPL|BUSL|Commons Clause|CC-BY-NC)", re.IGNORECASE)


def licence_of(name: str) -> str:
    """Return what a package says of its licence: by expression, else by classifiers, else a word."""
    found = metadata.metadata(name)
    classifiers = [
        entry.rpartition(":: ")[2]
        for entry in found.get_all("Classifier") or []
        if entry.startswith("License ::")
    ]
    return found.get("License-Expression") or "; ".join(classifiers) or found.get("License") or ""


def installed() -> set[str]:
    return {re.sub(r"[-_.]+", "-", dist.name).lower() for dist in metadata.distributions()}


@pytest.mark.parametrize("name", [name for name, _version in PACKAGES if name in installed()])
def test_each_library_may_be_shipped(name):
    licence = licence_of(name)
    assert ALLOWED.search(licence), f"{name}: {licence!r}"
    assert not FORBIDDEN.search(licence), f"{name}: {licence!r}"


def test_what_is_not_installed_is_for_other_systems():
    """Their licences: Apache-2.0, BSD-3-Clause, PSF-2.0, MIT."""
    missing = {name for name, _version in PACKAGES} - installed()
    assert missing <= {"async-timeout", "colorama", "pywin32", "tzdata", "backports-zstd"}


def test_each_library_is_locked_by_hash():
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PACKAGES) > 50
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_locks_agree(file):
    """What is tested is what is shipped, in each lock."""
    other = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / file).read_text(), re.MULTILINE))
    assert {name: other[name] for name, _version in PACKAGES if name in other} == {
        name: version for name, version in PACKAGES if name in other
    }
    assert {name for name, _version in PACKAGES} - set(other) <= {"sentry-sdk"}
