"""The names in the changelog's filters."""

import pytest

from catalog.models import MovedModel
from changelog.filter_names import resolve_names
from changelog.forms import ChangelogQuery
from tests.changelog.factories import DAYS, at
from tests.factories import DAY, make_maker, make_model, make_provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue() -> None:
    make_provider("openrouter", name="OpenRouter")
    make_maker("openai", name="OpenAI")
    make_model("openai/gpt-4o", name="GPT-4o", provider_count=9)
    make_model("azure/gpt-4o", name="GPT-4o", provider_count=2)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "filters, found",
    [
        ({"provider": "OpenRouter"}, {"provider": "openrouter"}),
        ({"provider": "OPENROUTER"}, {"provider": "openrouter"}),
        ({"maker": "OpenAI"}, {"maker": "openai"}),
        ({"model": "gpt-4o"}, {"model": "openai/gpt-4o"}),
        ({"model": "GPT-4o"}, {"model": "openai/gpt-4o"}),
        ({"model": "azure/gpt-4o"}, {"model": "azure/gpt-4o"}),
        ({}, {}),
    ],
)
def test_names_stand_for_ids(filters, found):
    assert resolve_names(ChangelogQuery(**filters)) == (ChangelogQuery(**found), [])


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("key", ["provider", "maker", "model"])
def test_an_unknown_name_is_said(key):
    query = ChangelogQuery(**{key: "gpt"})
    assert resolve_names(query) == (query, [f"No {key} is called “gpt”."])


def test_a_moved_model_keeps_its_filter():
    model = make_model("openai/gpt-5")
    MovedModel.objects.create(path="openai/gpt-5-0", model=model, moved_on=DAY)
    query, unknown = resolve_names(ChangelogQuery(model="openai/gpt-5-0"))
    assert (query.model, unknown) == ("openai/gpt-5", [])


@pytest.mark.parametrize("filters, most", [({}, 0), ({"provider": "a", "maker": "b"}, 2)])
def test_asks_once_for_each_filter(django_assert_num_queries, filters, most):
    with django_assert_num_queries(most):
        resolve_names(ChangelogQuery(**filters))


@pytest.fixture
def history(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})


@pytest.mark.usefixtures("history")
def test_a_name_finds_the_changes_and_the_url_gets_the_id(client):
    part = client.get(
        "/changelog/?provider=OpenAI", headers={"HX-Request": "true", "HX-Target": "news"}
    )
    assert part["HX-Push-Url"] == "/changelog/?provider=openai"
    assert b"GPT 5" in part.content


@pytest.mark.usefixtures("history")
def test_an_unknown_name_is_told_apart_from_no_changes(client):
    html = client.get("/changelog/?model=gpt-99").content.decode()
    assert "No model is called “gpt-99”." in html
    assert "No changes match" not in html
    assert 'href="/changelog/feed.atom' not in html.partition('id="news"')[2]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("feed", ["feed.atom", "feed.json"])
def test_a_feed_of_an_unknown_name_is_404(client, feed):
    assert client.get(f"/changelog/{feed}?provider=nobody").status_code == 404
    assert client.get(f"/changelog/{feed}?provider=OpenAI").status_code == 200


@pytest.mark.usefixtures("history")
def test_a_hostile_name_is_escaped(client):
    assert b"<script>x" not in client.get("/changelog/?maker=<script>x").content
