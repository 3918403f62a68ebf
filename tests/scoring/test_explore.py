import pytest

from scoring.explore import figure_of
from scoring.models import Score
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def catalogue():
    make_version()
    llama = make_model(
        "meta/llama",
        context=8000,
        released="2024-09",
        input_price="1",
        output_price="1",
        vision=True,
    )
    make_model("openai/gpt-5", context=400_000, released="2025", input_price="2", output_price="2")
    make_model("openai/dear", context=4000, input_price="9", output_price="9")
    Score.objects.create(model=llama, rubric="coding", points=40, upper=60)


def names(client, query=""):
    return [point.name for point in client.get(f"/explore/{query}").context["page"]]


def test_it_works(client):
    page = client.get("/explore/")
    html = page.content.decode()
    assert "3 models, 2 on the frontier." in html
    assert [mark.point.name for mark in page.context["scatter"].best] == ["Llama", "Gpt 5"]
    assert html.count("<circle") == 3
    assert " style=" not in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?x=released", ["Llama", "Gpt 5"]),
        ("?x=coding", ["Llama"]),
        ("?maker=openai", ["Gpt 5", "Dear"]),
        ("?q=dear", ["Dear"]),
        ("?needs=vision", ["Llama"]),
        ("?provider=nobody", []),
        ("?provider=inference&q=gpt", ["Gpt 5"]),
    ],
)
def test_filters(client, query, expected):
    assert names(client, query) == expected


def test_a_model_of_many_channels_is_one_point(client):
    model = make_model("x/many", context=5, input_price="1", output_price="1")
    make_offering(model, "inference", "again", input_price="1", output_price="1")
    assert names(client, "?provider=inference&maker=x") == ["Many"]


def test_htmx_gets_the_part_and_the_address_it_stands_for(client):
    part = client.get("/explore/?x=context&q=&maker=openai&page=9", headers=HTMX)
    assert part["HX-Push-Url"] == "/explore/?maker=openai"
    assert b"<html" not in part.content


@pytest.mark.parametrize(
    "query", ["?x=magic", "?q=%00", "?needs=magic", "?page=0", "?maker=%22%3E"]
)
def test_a_wrong_question_has_its_message(client, query):
    for headers in ({}, HTMX):
        page = client.get(f"/explore/{query}", headers=headers)
        assert page.status_code == 200
        assert b"Nothing is shown while a field cannot be read" in page.content


def test_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/explore/?x=coding&needs=vision&provider=inference")


@pytest.mark.parametrize("language", ["", "/zh-hant"])
def test_both_languages(client, language):
    assert client.get(f"{language}/explore/").status_code == 200


@pytest.mark.parametrize(
    ("value", "kind", "known"),
    [
        ("2024", "day", True),
        ("2024-09-18", "day", True),
        ("2024-02-31", "day", False),
        ("", "day", False),
        (0, "tokens", False),
        (None, "tokens", False),
        (0, "score", True),
    ],
)
def test_what_is_not_reported_is_no_figure(value, kind, known):
    assert (figure_of(value, kind) is not None) is known
