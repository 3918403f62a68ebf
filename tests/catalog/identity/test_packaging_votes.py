"""What stands around names: wrappers, gateways' folders, prefixes and endings."""

import pytest

from catalog.identity.packaging_votes import (
    Packaging,
    folders_of,
    is_own,
    learn_packaging,
    without_wrapper,
)
from catalog.identity.parse_listing import parse_listing
from catalog.identity.rules.steps import GATEWAY_FOLDER, HOSTS_ENDING, RESELLER_PREFIX

NOTHING = Packaging(frozenset(), {}, frozenset())


def learn(payload):
    """Learn from lines of "provider id", parsed by the tables alone."""
    keys = [tuple(line.split()) for line in payload.strip().splitlines()]
    return learn_packaging({key: parse_listing(*key) for key in keys})


@pytest.mark.parametrize(
    "model_id, bare",
    [
        ("us.anthropic.claude-opus-9-v1:0", "anthropic.claude-opus-9"),
        ("us-gov.anthropic.claude-opus-9-v2:0:200k", "anthropic.claude-opus-9"),
        ("gate/eu.meta.llama9-v1:0", "gate/meta.llama9"),
        ("amazon.nova-pro-v1", "amazon.nova-pro"),
        ("claude-opus-9@us-east5", "claude-opus-9"),
        ("claude-opus-9@20270102", "claude-opus-9@20270102"),
        ("us.nobody.zum-9", "us.nobody.zum-9"),
        ("GPT-9", "gpt-9"),
        ("deepseek-v3", "deepseek-v3"),
        ("", ""),
    ],
    ids=[
        *("region and version", "government and context", "behind a folder", "v1 of a vendor"),
        *("a place", "a date is no place", "an unknown vendor", "lower case"),
        *("a version of the model", "nothing"),
    ],
)
def test_without_wrapper(model_id, bare):
    assert without_wrapper(model_id) == bare


@pytest.mark.parametrize(
    "provider, maker, own", [("openai", "openai", True), ("openai", "meta", False), ("x", "x", False)]
)  # fmt: skip
def test_a_provider_is_a_makers_own_by_the_table(provider, maker, own):
    assert is_own(provider, maker) is own


@pytest.mark.parametrize(
    "model_id, folders",
    [("a/B_c/x", ["a", "b-c"]), ("x", []), ("//x", []), ("a/…/x", ["a"])],
)
def test_folders_are_slugs(model_id, folders):
    assert folders_of(model_id) == folders


GATEWAYS = {
    "two makers": ("n gate/glm-9\na glm-9\nn gate/gpt-9\na gpt-9", {"gate"}),
    "one maker": ("n gate/glm-9\na glm-9\nn gate/glm-8\na glm-8", set()),
    "sold nowhere else": ("n gate/glm-9\nn gate/gpt-9", set()),
    "a maker's folder": ("n meta/glm-9\na glm-9\nn meta/gpt-9\na gpt-9", set()),
}


@pytest.mark.parametrize("payload, gateways", GATEWAYS.values(), ids=GATEWAYS)
def test_gateways(payload, gateways):
    assert learn(payload).gateways == gateways


PREFIXES = {
    "two makers": ("n plan-glm-9\na glm-9\nn plan-gpt-9\nb gpt-9", {"n": ("plan",)}),
    "three models": (
        "n plan-glm-9\na glm-9\nn plan-glm-8\na glm-8\nn plan-glm-7\na glm-7", {"n": ("plan",)}),
    "two models of one maker": ("n plan-glm-9\na glm-9\nn plan-glm-8\na glm-8", {}),
    "the provider's word": ("orbit-host orbit-zum-9\na zum-9", {"orbit-host": ("orbit",)}),
    "a changed model": ("n uncensored-glm-9\na glm-9\nn uncensored-gpt-9\na gpt-9", {}),
    "longest first": (
        "n a-glm-9\na glm-9\nn a-gpt-9\na gpt-9\nn a-bc-glm-9\nn a-bc-gpt-9",
        {"n": ("a-bc", "a")}),
}  # fmt: skip


@pytest.mark.parametrize("payload, prefixes", PREFIXES.values(), ids=PREFIXES)
def test_prefixes(payload, prefixes):
    assert learn(payload).prefixes == prefixes


def ending(models, *, sold=True):
    return "".join(f"n {m}-box\n" + f"a {m}\n" * sold for m in models.split())


@pytest.mark.parametrize(
    "payload, endings",
    [
        (ending("glm-9 gpt-9 grok-9"), {"box"}),
        (ending("glm-9 gpt-9"), set()),
        (ending("glm-9 gpt-9 grok-9") + "openai gpt-8-box\na gpt-8", set()),
        (ending("glm-9 gpt-9 grok-9 kimi-9") + ending("glm-1", sold=False), {"box"}),
        (ending("glm-9 gpt-9 grok-9") + ending("glm-1", sold=False), set()),
    ],
    ids=["three makers", "two makers", "a maker's word", "four of five sold", "three of four"],
)
def test_endings(payload, endings):
    assert learn(payload).endings == endings


@pytest.mark.parametrize(
    "packaging, model_id, cleaned, steps",
    [
        (NOTHING, "gate/x-9", "gate/x-9", ()),
        (Packaging(frozenset({"gate"}), {}, frozenset()), "Gate/m/x-9", "m/x-9", (GATEWAY_FOLDER,)),
        (Packaging(frozenset(), {"n": ("plan",)}, frozenset()), "plan-x-9", "x-9", (RESELLER_PREFIX,)),
        (Packaging(frozenset(), {"a": ("plan",)}, frozenset()), "plan-x-9", "plan-x-9", ()),
        (Packaging(frozenset(), {"n": ("gpt",)}, frozenset()), "gpt-9", "gpt-9", ()),
        (
            Packaging(frozenset(), {}, frozenset({"box", "eu"})),
            "m/x-9-box:eu", "m/x-9", (HOSTS_ENDING, HOSTS_ENDING)),
    ],
    ids=["nothing known", "folder", "prefix", "another's prefix", "a family's word", "endings"],
)  # fmt: skip
def test_cleans_an_id(packaging, model_id, cleaned, steps):
    key = ("n", model_id)
    assert packaging.clean(key, parse_listing(*key)) == (cleaned, steps)
