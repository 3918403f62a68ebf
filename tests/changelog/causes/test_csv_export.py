"""The days of the page as CSV and Markdown: every change, however long its event is."""

import csv
from io import StringIO

import pytest

from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_days(publish):
    publish(DAYS[0], acme={"gpt-5": at(2)}, openai={"gpt-5": at(2)})
    added = {f"m{n:02}": {"name": f"M {n}"} for n in range(60)}
    publish(DAYS[1], acme={"gpt-5": at(1)} | added, openai={"gpt-5": at(1)})


def rows(client, query=""):
    response = client.get(f"/changelog/changelog.csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_every_change_has_a_row_with_its_event(client, two_days):
    all_rows = rows(client)
    assert len(all_rows) == 4 + 60
    first = all_rows[0]
    assert (first["provider"], first["model"], first["field"]) == (
        "openai",
        "openai/gpt-5",
        "input",
    )
    assert (first["old"], first["new"], first["percent"]) == ("2", "1", "-50")
    assert {row["event"] for row in all_rows if row["kind"] == "arrival"} == {
        "Acme: 60 models added"
    }


@pytest.mark.parametrize(
    ("query", "number"),
    [("?provider=openai", 2), ("?kind=new", 60), ("?from=2026-05-03", 0), ("?to=2026-05-02", 64)],
)
def test_the_filters_of_the_page_hold(client, two_days, query, number):
    assert len(rows(client, query)) == number


def test_no_cell_is_a_formula(client, publish):
    publish(DAYS[0], acme={"gpt-5": GPT})
    publish(DAYS[1], acme={"gpt-5": GPT | {"name": "=1+1"}})
    (row,) = rows(client)
    assert not row["new"].startswith("=")


def test_markdown_has_a_line_for_each_event(client, two_days):
    response = client.get("/changelog/changelog.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    text = response.content.decode()
    assert "## 2026-05-02" in text
    assert "- Acme: 60 models added" in text
    assert text.count("\n- ") == 2


def test_names_from_upstream_are_escaped_in_markdown(client, publish):
    publish(DAYS[0], acme={"gpt-5": GPT})
    publish(DAYS[1], acme={"gpt-5": GPT | {"name": "<b>x</b> [y](z)"}})
    assert "<b>" not in client.get("/changelog/changelog.md").text


@pytest.mark.parametrize("file", ["changelog.csv", "changelog.md"])
def test_an_unknown_name_is_no_empty_file(client, two_days, file):
    assert client.get(f"/changelog/{file}?provider=nobody").status_code == 404
