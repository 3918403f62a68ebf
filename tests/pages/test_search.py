"""Suggestions of the search box."""

import re

import pytest

from catalog.models import CanonicalModel
from config.kept_pages.keeper import KEEPER
from pages.search import Named, matching
from tests.factories import DAY, make_model, make_provider, make_snapshot, make_version

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


def names(part):
    return re.findall(r'data-href="([^"]+)"', part)


def ask(client, words, **more):
    answer = client.get("/search/", {"q": words, **more}, headers={"HX-Request": "true"})
    return answer.content.decode()


def test_providers_and_makers_have_groups_of_their_own(client):
    make_provider("openai-eu", name="OpenAI Europe")
    make_provider("gone", name="OpenAI Gone", withdrawn_on=DAY)
    part = ask(client, "openai")
    assert names(part)[-2:] == ["/providers/openai-eu/", "/makers/openai/"]
    assert part.index("Providers") < part.index("Makers")
    assert "/providers/gone/" not in part
    assert f"{len(names(part))} suggestions" in " ".join(part.split())


def test_only_models_are_offered_for_a_comparison(client):
    make_provider("openai-eu", name="OpenAI Europe")
    part = ask(client, "openai", beside="anthropic/claude")
    assert [name for name in names(part) if not name.startswith("/compare/")] == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("europe", ["OpenAI Europe"]),
        ("OPENAI", ["openai", "OpenAI Europe"]),
        ("penai", []),
        ("  ", []),
        ("a", ["A 0", "A 1", "A 2"]),
    ],
)
def test_names_match_by_the_beginning_of_a_word(words, found):
    several = [Named(f"A {n}", "") for n in range(9)]
    several += [Named("OpenAI Europe", ""), Named("openai", "")]
    assert [one.name for one in matching(words, several)] == found


def test_no_query_for_names_that_are_known(client, django_assert_num_queries):
    ask(client, "openai")
    KEEPER.clear()
    with django_assert_num_queries(1):
        ask(client, "open")
