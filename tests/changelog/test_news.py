"""The week in ten lines."""

import pytest

from changelog.news import read_week
from tests.changelog.factories import DAYS, at
from tests.changelog.test_price_news import told

pytestmark = pytest.mark.django_db


def test_the_week_tells_moves_and_what_came_and_went(publish, django_assert_max_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(9, name="GPT 4")})
    six = at(5, name="GPT 6")
    publish(DAYS[9], openai={"gpt-5": at(1), "gpt-6": six}, acme={"gpt-6": six})
    with django_assert_max_num_queries(4):
        week = read_week(DAYS[9])
    assert told(week.moves) == [("openai/gpt-5", True, ["openai"])]
    assert [model.slug for model in week.new] == ["gpt-6"]
    assert [model.slug for model in week.retired] == ["gpt-4"]


def test_a_quiet_week(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    assert read_week(DAYS[0]).quiet


def test_the_changelog_opens_with_the_week(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)}, acme={"gpt-5": at(1)})
    html = client.get("/changelog/").content.decode()
    week = " ".join(html.partition('aria-labelledby="week"')[2].partition("</section>")[0].split())
    assert "input price $2.00 → $1.00" in week
    assert "and 1 more offer" in week
    assert 'aria-labelledby="week"' not in client.get("/changelog/?kind=prices").text
