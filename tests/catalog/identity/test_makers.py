"""The table of makers: no word belongs to two."""

from collections import Counter

import pytest

from catalog.identity.makers import (
    MAKERS,
    display_name,
    maker_of_alias,
    maker_of_provider,
    maker_of_slug,
    slugify,
)


def twice(words):
    return [word for word, count in Counter(words).items() if count > 1]


def test_a_maker_is_found_by_slug_alias_and_channel():
    zhipu = maker_of_slug("zhipuai")
    assert zhipu is maker_of_alias("z-ai") is maker_of_provider("zai-coding-plan")
    assert zhipu.own_providers[0] == "zhipuai"


@pytest.mark.parametrize(
    "alias, slug",
    [
        ("meta-llama", "meta"),
        ("mistralai", "mistral"),
        ("deepseek-ai", "deepseek"),
        ("qwen", "alibaba"),
        ("thudm", "zhipuai"),
        ("x-ai", "xai"),
        ("xiaomimimo", "xiaomi"),
        ("stepfun-ai", "stepfun"),
        ("minimaxai", "minimax"),
        ("ibm-granite", "ibm"),
    ],
)
def test_aliases_of_makers(alias, slug):
    assert maker_of_alias(alias) is maker_of_slug(slug)


def test_no_word_belongs_to_two_makers():
    assert twice(a for m in MAKERS for a in {m.slug, *m.aliases}) == []
    assert twice(p for m in MAKERS for p in m.own_providers) == []
    assert twice(f for m in MAKERS for f in (*m.families, *m.weak_families)) == []


def test_slugs_and_words_are_slugs():
    for maker in MAKERS:
        words = (maker.slug, *maker.aliases, *maker.families, *maker.weak_families)
        assert all(word == slugify(word) or word.endswith("-") for word in words)
        assert maker.name


def test_display_name_of_an_unknown_maker():
    assert maker_of_slug("new-lab") is None
    assert display_name("new-lab") == "New Lab"
    assert display_name("xai") == "xAI"


@pytest.mark.parametrize(
    "text, slug",
    [("Llama-3.2 1B", "llama-3-2-1b"), ("@cf/x", "cf-x"), ("模型", ""), ("a__b--c", "a-b-c")],
)
def test_a_slug_holds_letters_figures_and_single_dashes(text, slug):
    assert slugify(text) == slug
