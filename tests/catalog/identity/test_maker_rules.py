"""The maker of a model: family words, organisations, fine-tunes."""

import pytest

from catalog.identity.maker_rules import family_of, first_word, is_plain, maker_of, weak_family_of


@pytest.mark.parametrize(
    "slug, word",
    [("qwen3-8b", "qwen"), ("gpt-5", "gpt"), ("4o", ""), ("", ""), ("-x", "")],
)
def test_first_word(slug, word):
    assert first_word(slug) == word


@pytest.mark.parametrize(
    "slug, maker",
    [
        ("gpt-5-4", "openai"),
        ("llama-3-1-8b", "meta"),
        ("llama-3-1-nemotron-70b-instruct", "nvidia"),
        ("nemotron-3-nano", "nvidia"),
        ("qwen9-8b", "alibaba"),
        ("something-else", None),
        ("", None),
    ],
)
def test_family_of(slug, maker):
    family = family_of(slug)
    assert (family and family.slug) == maker


def test_a_weak_family_is_a_word_that_others_use():
    assert weak_family_of("bison-32k").slug == "google"
    assert family_of("bison-32k") is None


@pytest.mark.parametrize(
    "slug, orgs, provider, maker",
    [
        ("llama-3-1-8b", ["meta-llama"], "x", "meta"),
        ("llama-3-1-8b", ["unsloth"], "x", "meta"),
        ("llama-3-1-8b", ["x"], "x", "meta"),
        ("llama-3-1-8b", ["x", "meta-llama"], "x", "meta"),
        ("llama-3-1-8b-lumimaid", ["neversleep"], "x", "neversleep"),
        ("llama-3-1-8b-lumimaid", ["new-lab"], "x", "new-lab"),
        ("llama-3-1-8b", ["new-lab"], "x", "meta"),
        ("qwen3-27b-uncensored", [], "x", "community"),
        ("qwen3-27b", [], "x", "alibaba"),
        ("something", ["new-lab"], "x", "new-lab"),
        ("something", [], "openai", "openai"),
        ("something", [], "x", None),
    ],
)
def test_maker_of(slug, orgs, provider, maker):
    assert maker_of(slug, orgs, provider) == maker


@pytest.mark.parametrize(
    "slug, plain",
    [
        ("llama-3-1-8b-instruct", True),
        ("gpt-5-4-mini", True),
        ("gpt", True),
        ("llama-3-1-8b-lumimaid", False),
    ],
)
def test_is_plain(slug, plain):
    assert is_plain(slug) is plain
