"""Two checkouts of one commit are one release; any other file makes another."""

import os

import pytest

from catalog.release import FILES, FOLDERS, digest_of, release


def checkout(root, seconds):
    """Make a tree as a checkout has it, with files of that age."""
    for folder in FOLDERS:
        (root / folder / "inner").mkdir(parents=True)
        (root / folder / "inner" / "module.py").write_text(f"# {folder}")
        os.utime(root / folder / "inner" / "module.py", (seconds, seconds))
    for name in FILES:
        (root / name).write_text("django==5.2")
    return root


@pytest.fixture
def first(tmp_path):
    return checkout(tmp_path / "first", 1_000_000_000)


@pytest.fixture
def second(tmp_path):
    return checkout(tmp_path / "another place" / "second", 1_500_000_000)


def test_two_checkouts_of_one_commit_agree(first, second):
    assert digest_of(first) == digest_of(second)


@pytest.mark.parametrize(
    "name",
    [
        "catalog/__pycache__/module.cpython-311.pyc",
        "locale/zh_Hant/django.mo",
        "templates/.page.html.swp",
        "pages/module.py~",
    ],
)
def test_what_is_made_while_the_site_runs_does_not_count(first, second, name):
    (first / name).parent.mkdir(exist_ok=True, parents=True)
    (first / name).write_text("made")
    assert digest_of(first) == digest_of(second)


@pytest.mark.parametrize(
    "name, content",
    [
        ("catalog/inner/module.py", "# changed"),
        ("api/inner/another.py", ""),
        ("static/site.css", "p { color: red }"),
        ("requirements.txt", "django==5.3"),
    ],
)
def test_any_other_difference_does(first, second, name, content):
    (first / name).write_text(content)
    assert digest_of(first) != digest_of(second)


def test_a_file_that_moved_counts(first, second):
    (first / "pages/inner/module.py").rename(first / "pages/module.py")
    assert digest_of(first) != digest_of(second)


def test_the_release_of_this_checkout():
    assert len(release()) == 12
