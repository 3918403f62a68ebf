"""Canonical models: derived, withdrawn, labelled and redirected."""

from datetime import date, timedelta

import pytest

from catalog.ingest.apply import apply_payload
from catalog.ingest.models import label_models
from catalog.models import CanonicalModel, MovedModel
from tests.factories import make_model, make_version
from tests.payloads import offering, payload, read

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
GPT = offering("gpt-5", name="GPT-5")


def apply(content, day=0):
    on = DAY + timedelta(days=day)
    return apply_payload(read(content), day=on, last_seen=max(DAY, on - timedelta(days=1)))


def test_a_model_without_offerings_is_withdrawn_and_keeps_its_facts():
    apply(payload(acme={"gpt-5": GPT, "other": GPT}))
    apply(payload(acme={"other": GPT}), day=1)
    model = CanonicalModel.objects.get(path="openai/gpt-5")
    assert (model.withdrawn_on, model.last_seen) == (DAY + timedelta(days=1), DAY)
    assert (model.channel_count, model.provider_count, model.context) == (0, 0, 16384)


def test_an_unchanged_model_is_not_written():
    apply(payload(acme={"gpt-5": GPT}))
    CanonicalModel.objects.update(knowledge="2099")  # a trace that a write would remove
    apply(payload(acme={"gpt-5": GPT}), day=1)
    assert CanonicalModel.objects.get().knowledge == "2099"


def test_a_derivative_is_not_official():
    apply(payload(acme={"qwen3-8b": GPT, "qwen3-8b-uncensored": GPT}))
    official = dict(CanonicalModel.objects.values_list("slug", "official"))
    assert official == {"qwen3-8b": True, "qwen3-8b-uncensored": False}


def test_labels_of_equal_names_say_what_differs():
    make_model("meta/llama-8b", name="Llama")
    make_model("meta/llama-preview", name="LLAMA")
    make_model("xai/llama", name="Llama")
    label_models()
    assert dict(CanonicalModel.objects.values_list("path", "label")) == {
        "meta/llama-8b": "Llama (8B)",
        "meta/llama-preview": "LLAMA (preview)",
        "xai/llama": "Llama",
    }


def test_a_withdrawn_namesake_is_told_apart_and_changes_no_live_label():
    make_model("meta/llama-8b", name="Llama")
    make_model("meta/llama-70b", name="Llama", withdrawn_on=DAY)
    label_models()
    assert dict(CanonicalModel.objects.values_list("path", "label")) == {
        "meta/llama-8b": "Llama",
        "meta/llama-70b": "Llama (70B)",
    }


def test_a_label_is_cut_to_its_column():
    make_model("meta/" + "exp-" * 48 + "a", name="Llama")
    make_model("meta/llama", name="Llama")
    label_models()
    longest = CanonicalModel.objects.get(slug__startswith="exp-")
    assert len(longest.label) == 503


def test_unchanged_labels_are_not_written(django_assert_num_queries):
    make_model("meta/a", name="Llama")
    label_models()
    with django_assert_num_queries(1):
        label_models()


def regroup(*model_ids, to):
    """Apply the offerings, then again with upstream's canonical id."""
    apply(payload(acme=dict.fromkeys(model_ids, GPT)))
    moved = {
        model_id: GPT | {"canonical_model_id": target}
        for model_id, target in zip(model_ids, to, strict=True)
    }
    return apply(payload(acme=moved), day=1)


def test_a_regrouped_model_redirects_to_its_new_id():
    regroup("gpt-5", to=["openai/gpt-five"])
    assert MovedModel.objects.target_of("openai/gpt-5") == "openai/gpt-five"
    assert MovedModel.objects.get().moved_on == DAY + timedelta(days=1)


def test_a_split_model_redirects_to_where_most_offerings_are():
    ids = ("gpt-5", "openai/gpt-5", "gpt5")
    regroup(*ids, to=["openai/one", "openai/two", "openai/two"])
    assert MovedModel.objects.target_of("openai/gpt-5") == "openai/two"


def test_a_withdrawn_model_redirects_nowhere():
    apply(payload(acme={"gpt-5": GPT, "other": GPT}))
    apply(payload(acme={"other": GPT}), day=1)
    assert not MovedModel.objects.exists()


def test_a_model_that_is_live_again_redirects_no_more():
    regroup("gpt-5", to=["openai/gpt-five"])
    apply(payload(acme={"gpt-5": GPT | {"canonical_model_id": "openai/gpt-5"}}), day=2)
    assert MovedModel.objects.target_of("openai/gpt-5") is None
    assert MovedModel.objects.target_of("openai/gpt-five") == "openai/gpt-5"


def link(target):
    """Return one offer that the feed links to this slug of OpenAI."""
    return payload(acme={"gpt-5": GPT | {"canonical_model_id": f"openai/{target}"}})


FORMATS = ("/models/openai/{}/", "/models/openai/{}.md", "/models/openai/{}/prices/")


@pytest.mark.parametrize("address", FORMATS)
def test_after_many_regroupings_one_redirect_leads_to_the_model_of_today(client, address):
    names = ["gpt-one", "gpt-two", "gpt-three", "gpt-four"]
    for day, name in enumerate(names):
        apply(link(name), day=day)
    make_version(DAY + timedelta(days=3))
    for name in names[:-1]:
        answer = client.get(address.format(name))
        assert (answer.status_code, answer["Location"]) == (301, address.format("gpt-four"))
    assert client.get(address.format("gpt-four")).status_code == 200
    moved = dict(MovedModel.objects.values_list("path", "moved_on"))
    assert moved["openai/gpt-one"] == DAY + timedelta(days=1)


@pytest.mark.parametrize("address", FORMATS)
def test_a_model_that_moves_back_answers_itself(client, address):
    for day, name in enumerate(["gpt-one", "gpt-two", "gpt-three", "gpt-one"]):
        apply(link(name), day=day)
    make_version(DAY + timedelta(days=3))
    assert client.get(address.format("gpt-one")).status_code == 200
    for name in ("gpt-two", "gpt-three"):
        answer = client.get(address.format(name))
        assert (answer.status_code, answer["Location"]) == (301, address.format("gpt-one"))
