"""The preview says exactly what deciding then does."""

import pytest

from catalog.decisions import DecisionKind
from catalog.models import CanonicalModel, MovedModel
from config.identity.decide import Draft, decisions_with, decisions_without
from config.identity.preview import preview
from tests.config.identity.conftest import LLAMA, MIXTRAL, matches

pytestmark = pytest.mark.django_db(transaction=True)


def would(kind, key, target="", provider=""):
    return preview(decisions_with(Draft(DecisionKind(kind), key, target, provider)))


def test_joining(two_models, take, django_assert_num_queries):
    draft = Draft(DecisionKind.MODEL, MIXTRAL, LLAMA)
    with django_assert_num_queries(5):
        told = preview(decisions_with(draft))
    assert [(m.provider, m.before, m.after) for m in told.moves] == [("third", MIXTRAL, LLAMA)]
    assert (told.ended, told.begun) == ([(MIXTRAL, LLAMA)], [])
    assert (told.revisions, told.touched) == (1, [LLAMA, MIXTRAL])
    take("model", MIXTRAL, LLAMA)
    assert matches()["third"] == LLAMA
    assert [(m.path, m.model.path) for m in MovedModel.objects.all()] == told.ended


def test_splitting(two_models, take):
    told = would("offer", "llama-3.2-1b-instruct", "meta/x", "acme")
    assert (told.ended, told.begun) == ([], ["meta/x"])
    take("offer", "llama-3.2-1b-instruct", "meta/x", "acme")
    assert CanonicalModel.objects.live().filter(path="meta/x").exists()


def test_undoing(two_models, take):
    decision = take("model", MIXTRAL, LLAMA)
    told = preview(decisions_without(decision))
    assert [(m.before, m.after) for m in told.moves] == [(LLAMA, MIXTRAL)]
    assert told.begun == [MIXTRAL]


def test_former_addresses_lead_on(two_models, take):
    take("model", MIXTRAL, "mistral/large")
    told = would("model", "mistral/large", "mistral/larger")
    assert told.redirects == [MIXTRAL]
    take("model", "mistral/large", "mistral/larger")
    assert MovedModel.objects.target_of(MIXTRAL) == "mistral/larger"


@pytest.mark.parametrize("kind", ["derivative", "standalone", "keep"])
def test_what_moves_nothing(two_models, kind):
    assert would(kind, MIXTRAL).moves == []
