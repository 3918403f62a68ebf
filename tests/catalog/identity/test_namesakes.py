"""Models of one maker and one name, told apart by what differs."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.identity.namesakes import REMARKS, Named, differences, tell_apart


def labels(*models: tuple[str, ...]) -> dict[str, str]:
    return tell_apart(Named(*model) for model in models)


@pytest.mark.parametrize("remark", REMARKS, ids=lambda remark: remark.kind)
def test_each_remark_writes_its_example(remark):
    word, text = remark.example
    assert remark.pattern.fullmatch(word)
    assert remark.write(word) == text
    assert differences(Named(f"model-{word}", "Model")) == [text]


def test_an_alias_keeps_its_name_and_the_snapshot_says_its_day():
    found = labels(
        ("claude-opus-4-1", "Claude Opus 4.1"), ("claude-opus-4-1-20250805", "Claude Opus 4.1")
    )
    assert found == {
        "claude-opus-4-1": "Claude Opus 4.1",
        "claude-opus-4-1-20250805": "Claude Opus 4.1 (2025-08-05)",
    }


def test_a_name_of_one_model_is_its_label_whatever_the_slug_says():
    assert labels(("gpt-4o-2024-08-06-preview", "GPT-4o")) == {
        "gpt-4o-2024-08-06-preview": "GPT-4o"
    }


@pytest.mark.parametrize(
    "slug, name, remarks",
    [
        ("ernie-x1-32k-preview", "Ernie X1 32k", ["preview"]),
        ("grok-4-1-fast-non-reasoning", "Grok 4.1 Fast", ["non-reasoning"]),
        ("nemotron-3-nano-30b-a3b", "Nemotron 3 Nano", ["30B-A3B"]),
        ("claude-opus-4-0", "Claude Opus 4", ["4.0"]),
        ("claude-opus-4-0", "Claude Opus 4.0", []),
        ("devstral-medium-latest", "Devstral 2", ["Medium", "latest"]),
        ("rocinante-12b-v1-1", "Rocinante 12B", ["v1.1"]),
        ("command-r-plus-08-2024", "Command R+", ["2024-08"]),
        ("hunyuan-turbos", "Hunyuan Turbo S", []),
        ("qwen3-5-plus", "Qwen 3.5 Plus", []),
        ("gemini-2-0-flash-exp-image-generation", "Gemini 2.0 Flash", ["experimental", "Image Generation"]),
        ("gpt-5", "模型", ["Gpt", "5"]),
    ],
)  # fmt: skip
def test_what_a_slug_says_more_than_the_name(slug, name, remarks):
    assert differences(Named(slug, name)) == remarks


@pytest.mark.parametrize(
    "slug, name, released, remarks",
    [
        ("qwen3-max-2026-01-23", "Qwen3 Max", "", ["2026-01-23"]),
        ("doubao-seed-1-6-250615", "Doubao Seed 1.6", "", ["2025-06-15"]),
        ("devstral-2512", "Devstral", "", ["2025-12"]),
        # Without a year the release day gives it; else it stays a number.
        ("grok-4-07-09", "Grok 4", "2025-07-09", ["2025-07-09"]),
        ("grok-4-20-0309-reasoning", "Grok 4.20", "2026-03-09", ["reasoning", "2026-03-09"]),
        ("gpt-4-0314", "GPT-4", "", ["0314"]),
        # A name that has the date already does not get it twice.
        ("qwen-plus-2025-07-28", "Qwen Plus 0728", "", []),
        ("gpt-4o-2024-08-06", "GPT-4o (2024-08-06)", "", []),
        # No date at all.
        ("m-9999", "M", "2026-01-01", ["9999"]),
    ],
)
def test_dates_are_written_as_iso_dates(slug, name, released, remarks):
    assert differences(Named(slug, name, released)) == remarks


def test_names_that_differ_in_case_or_hyphens_are_told_apart():
    found = labels(
        ("doubao-seed-1-6", "Doubao-Seed 1.6"), ("doubao-seed-1-6-250615", "Doubao seed 1.6")
    )
    assert list(found.values()) == ["Doubao-Seed 1.6", "Doubao seed 1.6 (2025-06-15)"]


def test_a_plus_is_a_letter():
    found = labels(("command-r", "Command R"), ("command-r-plus", "Command R+"))
    assert list(found.values()) == ["Command R", "Command R+"]


def test_a_name_copied_from_a_namesake_loses_the_word_that_its_slug_lacks():
    found = labels(
        ("llama-3-1-8b", "Llama 3.1 8B Instruct"),
        ("llama-3-1-8b-instruct", "Llama 3.1 8B Instruct"),
    )
    assert list(found.values()) == ["Llama 3.1 8B", "Llama 3.1 8B Instruct"]


def test_slugs_of_the_same_words_are_told_apart_by_the_release_day():
    found = labels(
        ("l3-8b-lunaris", "Lunaris L3 8B", "2024-06-26"),
        ("l3-lunaris-8b", "Lunaris L3 8B", "2024-08-13"),
    )
    assert list(found.values()) == ["Lunaris L3 8B (2024-06-26)", "Lunaris L3 8B (2024-08-13)"]


def test_only_what_nothing_else_tells_apart_says_its_slug():
    found = labels(
        ("l3-8b-lunaris", "Lunaris L3 8B", "2024"), ("l3-lunaris-8b", "Lunaris L3 8B", "2024")
    )
    assert list(found.values()) == [
        "Lunaris L3 8B (l3-8b-lunaris)",
        "Lunaris L3 8B (l3-lunaris-8b)",
    ]


SLUGS = st.lists(
    st.sampled_from(
        ["gpt", "4", "1", "mini", "preview", "20250805", "0528", "8b", "instruct", "it"]
    ),
    min_size=1,
    max_size=5,
).map("-".join)
NAMES = st.sampled_from(["GPT", "GPT-4", "gpt 4.1", "GPT 4 Mini", "模型"])


@given(st.dictionaries(SLUGS, NAMES, max_size=8))
def test_no_two_namesakes_share_a_label(names):
    models = [Named(slug, name) for slug, name in names.items()]
    found = tell_apart(models)
    assert found.keys() == names.keys()
    for name in set(names.values()):
        of_name = [found[model.slug].lower() for model in models if model.name == name]
        assert len(set(of_name)) == len(of_name)


@given(st.text(), st.text(string.ascii_lowercase + string.digits + "-", min_size=1))
def test_hostile_names_raise_nothing(name, slug):
    assert tell_apart([Named(slug, name), Named(f"{slug}-x", name)]).keys() == {slug, f"{slug}-x"}
