"""Regions and sellers of every provider and offer in the real snapshots."""

import gzip
import json
import re

import pytest

from catalog.domain.prices import PLAN_PROVIDERS, SELLS_A_PLAN
from catalog.domain.regions import NAMES, Region, stated_region
from catalog.domain.sellers import CLOUDS, GATEWAYS, ProviderFacts, provider_seller
from catalog.identity.makers import MAKERS
from tests.shared_data import SHARED, needs

DAY = SHARED / "labels" / "2026-07-01.json.gz"
pytestmark = needs(DAY)

IN_BRACKETS = {"US": "us", "EU": "eu", "JP": "jp", "AU": "au", "Global": "global"}
STATED = {
    *("alibaba-cn", "alibaba-coding-plan-cn", "alibaba-token-plan-cn", "drun", "minimax-cn"),
    *("minimax-cn-coding-plan", "moonshotai-cn", "siliconflow-cn", "tencent-coding-plan"),
    *("xiaomi-token-plan-ams", "xiaomi-token-plan-cn", "xiaomi-token-plan-sgp"),
}
# Looked at, and left "not stated": nothing that we keep says what kind of seller they are.
NOT_STATED = {
    *("ambient", "atomic-chat", "auriko", "crof", "dinference", "drun", "freemodel", "frogbot"),
    *("inceptron", "jiekou", "lilac", "llmtr", "lmstudio", "mixlayer", "moark", "modelscope"),
    *("nearai", "neon", "neuralwatt", "qihang-ai", "qiniu-ai", "sap-ai-core", "submodel"),
    *("synthetic", "vivgrid", "wafer.ai", "firmware", "kiro", "iflowcn"),
}
OWN = {key: maker.slug for maker in MAKERS for key in maker.own_providers}


@pytest.fixture(scope="module")
def payload():
    return json.loads(gzip.decompress(DAY.read_bytes()))


def test_the_brackets_after_a_name_say_the_same_as_the_id(payload):
    """Display names are no evidence of ours, so they check it."""
    checked = 0
    for key, provider in payload.items():
        for model_id, model in provider["models"].items():
            found = stated_region(
                provider=key, provider_name=provider["name"], provider_model_id=model_id
            )
            brackets = re.findall(r"\((US|EU|JP|AU|Global)\)", model.get("name") or "")
            if brackets:
                checked += 1
                assert found is not None, model_id
                assert found.region == IN_BRACKETS[brackets[0]], model_id
    assert checked > 30


def test_nothing_but_bedrock_and_providers_with_a_region_states_one(payload):
    stating = {
        key
        for key, provider in payload.items()
        for model_id in provider["models"]
        if stated_region(provider=key, provider_name=provider["name"], provider_model_id=model_id)
    }
    assert stating == (STATED & payload.keys()) | {"amazon-bedrock"}
    assert set(NAMES) == set(Region)


def test_each_provider_has_a_kind_or_was_left_without_one_on_purpose(payload):
    unknown = {
        key
        for key, provider in payload.items()
        if not provider_seller(
            ProviderFacts(key, provider["name"], provider.get("npm") or "", OWN.get(key, "")),
            plan=bool(SELLS_A_PLAN.search(key)) or key in PLAN_PROVIDERS,
        )
    }
    assert unknown == NOT_STATED & payload.keys()


def test_the_lists_name_real_providers(payload):
    gone = (CLOUDS | GATEWAYS) - payload.keys()
    assert gone <= {"cloudferro-sherlock", "opencode-go"}, gone
