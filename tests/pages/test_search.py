"""Suggestions of the search box."""

import pytest

from catalog.models import CanonicalModel
from tests.factories import make_model, make_snapshot, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_version()
    make_model("openai/gpt-5", input_price="1", output_price="10")
    make_model("anthropic/claude")


def test_suggests_models_as_options_with_urls(client):
    part = client.get("/search/?q=cluade", headers={"HX-Request": "true"}).content.decode()
    assert 'role="option"' in part
    assert 'data-href="/models/anthropic/claude/"' in part
    assert "1 suggestion" in part
    beside = client.get("/search/?q=cluade&beside=openai/gpt-5", headers={"HX-Request": "true"})
    assert 'data-href="/compare/anthropic/claude/vs/openai/gpt-5/"' in beside.content.decode()


def test_without_htmx_redirects_to_the_list(client):
    assert client.get("/search/?q=gpt 5")["Location"] == "/models/?q=gpt+5"


@pytest.mark.parametrize("beside", ["%00/%00", "a/b/c", "/", "a/" + "x" * 9999])
def test_hostile_paths_are_answered(client, beside):
    answer = client.get(f"/search/?q=gpt&beside={beside}", headers={"HX-Request": "true"})
    assert answer.status_code in {200, 400}


def test_a_comparison_is_not_offered_another_version_of_its_model(client):
    make_snapshot(CanonicalModel.objects.get(path="openai/gpt-5"))
    for beside in ("openai/gpt-5", "openai/gpt-5-20250805"):
        part = client.get(f"/search/?q=gpt&beside={beside}", headers={"HX-Request": "true"})
        assert "0 suggestions" in part.content.decode()
