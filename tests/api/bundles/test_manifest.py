"""Manifests, and what a changed file does to one."""

import pytest

from api.bundles.manifest import FileEntry, Manifest, digest_of, problems_of, read_manifest
from tests.factories import DAY

BODIES = {"offers.csv": b"a,b\n", "offers.jsonl": b"{}\n"}


@pytest.fixture
def folder(tmp_path):
    for name, body in BODIES.items():
        (tmp_path / name).write_bytes(body)
    return tmp_path


def manifest(files=None) -> Manifest:
    entries = tuple(FileEntry.of(name, "x", body) for name, body in BODIES.items())
    entries = entries if files is None else files
    return Manifest(DAY, digest_of(entries), "ab" * 32, 1, 1, entries)


def test_reads_what_it_wrote():
    assert read_manifest(manifest().to_json()) == manifest()
    assert manifest().entry("offers.csv").size == 4
    assert manifest().entry("nothing") is None


def test_the_digest_is_of_names_and_contents():
    one = FileEntry.of("a", "x", b"1")
    digests = {
        digest_of([one]),
        digest_of([FileEntry.of("b", "x", b"1")]),
        digest_of([FileEntry.of("a", "x", b"2")]),
    }
    assert len(digests) == 3
    assert all(len(digest) == 16 for digest in digests)


def test_a_whole_bundle_has_no_problems(folder):
    assert problems_of(manifest(), folder) == []


def test_one_flipped_bit_is_a_problem(folder):
    (folder / "offers.csv").write_bytes(b"a,c\n")
    assert problems_of(manifest(), folder) == ["offers.csv: not the file of the manifest"]


def test_a_missing_file_is_a_problem(folder):
    (folder / "offers.csv").unlink()
    assert problems_of(manifest(), folder) == ["offers.csv: missing"]


def test_a_name_that_leaves_the_folder_is_not_read(folder):
    entry = FileEntry.of("../secret", "x", b"1")
    (folder.parent / "secret").write_bytes(b"1")
    assert problems_of(manifest((entry,)), folder) == ["../secret: missing"]


def test_a_digest_of_other_files_is_a_problem(folder):
    other = Manifest(DAY, "0" * 16, "ab" * 32, 1, 1, manifest().files)
    assert problems_of(other, folder)[0].startswith("manifest.json: the digest")
