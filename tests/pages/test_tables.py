"""Tables read from the database: pages, order, and the part that htmx gets."""

import pytest

from pages.tables import PAGE_SIZE
from tests.factories import make_model, make_offering, make_provider, make_version

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_version()
    make_provider("groq")


def fill(count):
    model = make_model()
    for number in range(count):
        make_offering(model, "groq", f"id-{number:02}")


@pytest.mark.parametrize(
    "page, number, rows", [("1", 1, PAGE_SIZE), ("2", 2, 1), ("99", 2, 1), ("zero", 1, PAGE_SIZE)]
)
def test_a_page_out_of_range_is_the_nearest(client, page, number, rows):
    fill(PAGE_SIZE + 1)
    context = client.get(f"/providers/groq/?page={page}").context
    assert (context["page"].number, len(context["rows"])) == (number, rows)


def test_an_empty_table_has_no_rows(client):
    assert client.get("/providers/groq/").context["rows"] == []


@pytest.mark.parametrize(
    "query, pushed",
    [
        ("", "/providers/groq/"),
        ("?sort=name&page=1", "/providers/groq/"),
        ("?page=99", "/providers/groq/?page=2"),
        ("?sort=-input&nonsense=1", "/providers/groq/?sort=-input"),
    ],
)
def test_htmx_gets_the_part_and_the_shortest_url_of_the_page_it_shows(client, query, pushed):
    fill(PAGE_SIZE + 1)
    part = client.get(f"/providers/groq/{query}", headers=HTMX)
    assert part["HX-Push-Url"] == pushed
    assert part.templates[0].name == "pages/_provider_detail.html"


def test_a_whole_page_pushes_no_url(client):
    page = client.get("/providers/groq/?page=1")
    assert "HX-Push-Url" not in page
    assert page.templates[0].name == "pages/provider_detail.html"


def test_a_list_takes_as_many_queries_for_fifty_rows_as_for_one(client, django_assert_num_queries):
    fill(PAGE_SIZE)
    with django_assert_num_queries(5):
        client.get("/providers/groq/", headers=HTMX)
