"""Which models are versions of one model."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.identity.versions import (
    VERSION_RULES,
    Precision,
    Terms,
    Version,
    VersionEvidence,
    VersionKind,
    models_of_versions,
    parse_version,
    pointed_to,
    same_terms,
)

CHEAP = Terms(Decimal("0.5"), Decimal("1.5"), 262_144)
DEAR = Terms(Decimal(2), Decimal(6), 131_072)


def group(*paths, **evidence):
    """Group models of which nothing is known, or of maker `a` with this evidence by slug."""
    models = dict.fromkeys(paths, VersionEvidence())
    models |= {f"a/{slug.replace('_', '-')}": known for slug, known in evidence.items()}
    return models_of_versions(models)


@pytest.mark.parametrize("rule", VERSION_RULES, ids=lambda rule: rule.example[0])
def test_each_rule_reads_its_example(rule):
    slug, base, dated = rule.example
    assert parse_version(slug) == Version(base, rule.kind, rule.precision, dated)


def test_each_kind_and_each_precision_has_a_rule():
    assert {rule.kind for rule in VERSION_RULES} == set(VersionKind)
    assert {rule.precision for rule in VERSION_RULES} == set(Precision)


@pytest.mark.parametrize(
    "slug",
    [
        *("gpt-4o", "llama-3-2-1b-instruct", "latest", "preview", "2024-08-06", "qwen3-32b"),
        *("gemma-3-12b", "glm-4-9b", "phi-4", "grok-4-20", "qwen3-omni-flash", "o1-mini"),
    ],
)
def test_reads_no_version_where_there_is_none(slug):
    assert parse_version(slug) is None


@pytest.mark.parametrize(
    "slug", ["m-1399", "m-0000", "m-20251301", "m-2024-13-06", "m-9999", "m-123", "m-2048", "m-512"]
)
def test_an_impossible_date_is_no_version(slug):
    assert parse_version(slug) is None


def test_groups_a_dated_snapshot_a_preview_and_a_pointer_with_the_model():
    found = group("a/x", "a/x-20250805", "a/x-preview", "a/x-latest", "a/y")
    assert found == {"a/x-20250805": "a/x", "a/x-preview": "a/x", "a/x-latest": "a/x"}


def test_another_makers_model_is_not_the_base():
    assert group("a/x-20250805", "b/x") == {}


def test_a_version_of_a_version_belongs_to_the_model():
    found = group("a/x", "a/x-preview", "a/x-preview-09-2025", "a/x-preview-latest")
    assert set(found.values()) == {"a/x"}
    assert len(found) == 3


def test_two_tails_without_the_model_between_them_are_not_taken_off():
    # GPT-4 1106 is a preview of GPT-4 Turbo, not of GPT-4.
    assert group("openai/gpt-4", "openai/gpt-4-1106-preview") == {}


@pytest.mark.parametrize(
    ("released", "grouped"), [("2025-10-24", True), ("2025-03-01", False), ("", False)]
)
def test_1024_is_a_date_only_where_the_release_month_says_so(released, grouped):
    found = group("a/x", x_1024=VersionEvidence(released=released))
    assert ("a/x-1024" in found) is grouped


def test_a_month_of_another_generation_is_a_model_of_its_own():
    found = group(
        small=VersionEvidence("Small 3"),
        small_2503=VersionEvidence("Small 3"),
        small_2603=VersionEvidence("Small 4"),
        small_2506=VersionEvidence("Small 25.06"),
    )
    assert found == {"a/small-2503": "a/small", "a/small-2506": "a/small"}


def test_months_without_the_undated_model_are_generations():
    assert group("a/large-2411", "a/large-2512") == {}


def test_days_without_the_undated_model_are_versions_of_the_newest():
    found = group("a/x-20240620", "a/x-20241022", "a/x-preview")
    assert found == {"a/x-20240620": "a/x-20241022", "a/x-preview": "a/x-20241022"}


def test_days_written_differently_are_compared_as_days():
    assert group("a/x-250101", "a/x-2024-12-31") == {"a/x-2024-12-31": "a/x-250101"}


def test_previews_without_the_model_are_versions_of_the_one_released_last():
    found = group(
        x_exp_1219=VersionEvidence(released="2024-12-19"),
        x_exp_01_21=VersionEvidence(released="2025-01-21"),
    )
    assert found == {"a/x-exp-1219": "a/x-exp-01-21"}


def test_one_dated_model_alone_is_no_group():
    assert group("a/x-20240620") == {}


def test_a_pointer_joins_the_only_snapshot_at_its_terms():
    found = group(
        large_2411=VersionEvidence(terms=DEAR),
        large_2512=VersionEvidence(terms=CHEAP),
        large_latest=VersionEvidence(terms=CHEAP),
    )
    assert found == {"a/large-latest": "a/large-2512"}


def test_a_pointer_joins_the_days_of_its_name_whatever_their_terms():
    assert group("a/x-20240101", "a/x-latest") == {"a/x-latest": "a/x-20240101"}


def test_a_pointer_to_an_older_snapshot_is_a_version_of_the_newest():
    found = group(
        x_20240101=VersionEvidence(terms=DEAR),
        x_20250101=VersionEvidence(terms=CHEAP),
        x_latest=VersionEvidence(terms=DEAR),
    )
    assert found["a/x-latest"] == "a/x-20250101"


@pytest.mark.parametrize("terms", [[DEAR, DEAR], [CHEAP], [Terms()]])
def test_a_pointer_that_fits_none_or_several_points_nowhere(terms):
    models = {f"a/x-24{month:02}": VersionEvidence(terms=own) for month, own in enumerate(terms, 1)}
    models["a/x-latest"] = VersionEvidence(terms=DEAR)
    assert pointed_to("a/x-latest", models, models) is None


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (DEAR, True),
        (DEAR._replace(context=128_000), True),
        (DEAR._replace(context=262_144), False),
        (DEAR._replace(input=Decimal("2.1")), False),
        (DEAR._replace(output=None), False),
        (DEAR._replace(context=0), False),
    ],
)
def test_terms_are_the_same_whichever_way_the_context_is_written(other, same):
    assert same_terms(DEAR, other) is same_terms(other, DEAR) is same


TAILS = st.sampled_from(
    ["", "-preview", "-latest", "-20250805", "-2411", "-0528", "-exp-1219", "-2025-01-01", "-1024"]
)
SLUGS = st.builds(
    lambda base, *tails: f"a/{base}{''.join(tails)}", st.sampled_from("xy"), TAILS, TAILS
)


@given(st.lists(SLUGS, unique=True, max_size=12), st.randoms(use_true_random=False))
def test_no_current_version_is_another_version_whatever_the_order(paths, random):
    found = group(*paths)
    random.shuffle(paths)
    assert group(*paths) == found
    assert found.keys().isdisjoint(found.values())
    assert {*found, *found.values()} <= set(paths)
