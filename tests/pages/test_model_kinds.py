"""The type of a model on pages: derived on the pull, shown with its rule, and kept from chat."""

import pytest

from catalog.models import CanonicalModel
from config.daily.rebuild import rebuild
from tests.changelog.factories import DAYS, publish

__all__ = ["publish"]

pytestmark = pytest.mark.django_db
MODELS = {
    "GPT-5": 2,
    "Text-Embedding-9": 0.1,
    "BGE Reranker": 0.1,
    "Prompt Guard": 0.1,
    "Whisper": 0.1,
}


@pytest.fixture(autouse=True)
def catalogue(publish):
    offerings = {
        name.lower().replace(" ", "-"): {
            "name": name,
            "cost": {"input": price, "output": price},
            "limit": {"context": 8000},
            "modalities": {"input": ["text"], "output": ["text"]},
        }
        for name, price in MODELS.items()
    }
    publish(DAYS[0], openai=offerings)


def html_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def kinds():
    rows = CanonicalModel.objects.order_by("slug")
    return list(rows.values_list("slug", "kind", "kind_basis", "kind_evidence"))


def test_a_pull_stores_the_type_and_its_rule():
    assert kinds() == [
        ("bge-reranker", "rerank", "id", "reranker"),
        ("gpt-5", "chat", "none", ""),
        ("prompt-guard", "moderation", "id", "guard"),
        ("text-embedding-9", "embedding", "id", "embedding"),
        ("whisper", "transcription", "id", "whisper"),
    ]


def test_a_rebuild_yields_the_same_types():
    before = kinds()
    rebuild()
    assert kinds() == before


@pytest.mark.parametrize(
    ("language", "slug", "texts"),
    [
        ("", "gpt-5", ["Model type: Chat. No rule for another type applies."]),
        ("", "prompt-guard", ["Model type: Moderation (guard). The ID contains “guard”."]),
        ("/zh-hant", "whisper", ["語音轉文字。", "ID 含有「whisper」。"]),
    ],
)
def test_the_model_page_shows_the_rule(client, language, slug, texts):
    path = CanonicalModel.objects.get(slug=slug).path
    html = html_of(client, f"{language}/models/{path}/")
    for text in texts:
        assert text in html


def test_the_list_has_a_facet_and_starts_with_every_type(client):
    assert len(client.get("/models/").context["rows"]) == len(MODELS)
    rows = client.get("/models/?kind=rerank&kind=moderation").context["rows"]
    assert {row.label for row in rows} == {"BGE Reranker", "Prompt Guard"}


@pytest.mark.parametrize(
    "address",
    ["/explore/", "/rankings/long-context/", "/calculator/", f"/rankings/coding/?on={DAYS[0]}"],
)
def test_pages_that_rank_start_with_chat_and_open_to_every_type(client, publish, address):
    publish(DAYS[1], openai={"gpt-5": {"name": "GPT-5", "cost": {"input": 3, "output": 3}}})
    publish(
        DAYS[2],
        openai={
            name.lower().replace(" ", "-"): {
                "name": name,
                "limit": {"context": 8000},
                "cost": {"input": 1, "output": 1},
            }
            for name in MODELS
        },
    )
    html = html_of(client, address)
    assert "GPT-5" in html
    assert "Prompt Guard" not in html
    both = "&" if "?" in address else "?"
    assert "kind=all" in html
    assert "Prompt Guard" in html_of(client, f"{address}{both}kind=all")


def test_a_log_of_a_chat_model_is_compared_with_chat_models(client):
    log = "day,provider,model,input,output\n2026-05-01,openai,gpt-5,1000,100\n"
    html = client.post("/calculator/log/", {"text": log}).content.decode()
    elsewhere = html.partition('id="elsewhere"')[2]
    assert "GPT-5" in elsewhere
    assert "Reranker" not in elsewhere


def test_a_log_of_embeddings_is_compared_with_embeddings(client):
    log = "day,provider,model,input,output\n2026-05-01,openai,text-embedding-9,1000,100\n"
    elsewhere = client.post("/calculator/log/", {"text": log}).content.decode()
    elsewhere = elsewhere.partition('id="elsewhere"')[2]
    assert "Text-Embedding-9" in elsewhere
    assert "GPT-5" not in elsewhere
