"""Price changes of the last days, by cause."""

import pytest

from changelog.price_news import WEEK, newest_first, price_moves, price_news
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db
CLAUDE = {"name": "Claude"}


def told(moves):
    return [
        (move.model.path, move.is_cut, [one.first.provider.key for one in move.moves])
        for move in moves
    ]


def test_a_cut_that_resellers_follow_is_one_event_led_by_the_maker(publish):
    sellers = ("acme", "openai", "other")
    publish(DAYS[0], **{key: {"gpt-5": at(2)} for key in sellers})
    publish(DAYS[1], **{key: {"gpt-5": at(1)} for key in sellers})
    moves = price_moves(DAYS[1])
    assert told(moves) == [("openai/gpt-5", True, ["openai", "acme", "other"])]
    assert [change.field for change in moves[0].lead.line.changes] == ["input", "output"]


def test_a_cut_and_a_rise_of_one_model_are_two_events(publish):
    publish(DAYS[0], acme={"gpt-5": at(2)}, openai={"gpt-5": at(2)})
    publish(DAYS[1], acme={"gpt-5": at(3)}, openai={"gpt-5": at(1)})
    assert told(price_moves(DAYS[1])) == [
        ("openai/gpt-5", True, ["openai"]),
        ("openai/gpt-5", False, ["acme"]),
    ]


def test_the_makers_own_moves_come_first_then_those_of_most_offers(publish):
    before = {"gpt-5": at(2), "claude": at(2, **CLAUDE)}
    after = {"gpt-5": at(1.9), "claude": at(0.2, **CLAUDE)}
    publish(
        DAYS[0],
        acme=before,
        other=before,
        openai={"gpt-5": at(2)},
        anthropic={"old": at(1, name="Old")},
    )
    publish(
        DAYS[1],
        acme=after,
        other=after,
        openai={"gpt-5": at(1.9)},
        anthropic={"old": at(1.1, name="Old")},
    )
    assert [move.model.path for move in price_moves(DAYS[1])] == [
        "openai/gpt-5",
        "anthropic/old",
        "anthropic/claude",
    ]


def test_a_cut_to_a_quarter_is_bigger_than_a_rise_to_three_times(publish):
    publish(DAYS[0], openai={"gpt-5": at(4), "gpt-4": at(1, name="GPT 4")})
    publish(DAYS[1], openai={"gpt-5": at(1), "gpt-4": at(3, name="GPT 4")})
    assert [move.is_cut for move in price_moves(DAYS[1])] == [True, False]
    assert [move.lead.times for move in price_moves(DAYS[1])] == [4, 3]


@pytest.mark.parametrize(
    "before, after",
    [
        (at(0), at(1)),
        (at(1), at(0)),
        ({"name": "GPT 5"}, at(1)),
        (at(1), {"name": "GPT 5"}),
        (at(1), at(1.005)),  # under one percent
        (at(1), at(1, reasoning=True)),
    ],
)
def test_what_is_no_move(publish, before, after):
    publish(DAYS[0], openai={"gpt-5": before}, acme={"gpt-5": at(3)})
    publish(DAYS[1], openai={"gpt-5": after}, acme={"gpt-5": at(3)})
    assert price_moves(DAYS[1]) == []


def test_another_recommended_offer_is_no_move(publish):
    publish(DAYS[0], acme={"gpt-5": at(3)})
    publish(DAYS[1], acme={"gpt-5": at(3)}, other={"gpt-5": at(1)})
    assert price_moves(DAYS[1]) == []


def test_a_price_that_is_back_is_a_blip(publish):
    for day, price in enumerate((2, 1, 2)):
        publish(DAYS[day], openai={"gpt-5": at(price)})
    assert price_moves(DAYS[2]) == []
    assert told(price_moves(DAYS[1])) == [("openai/gpt-5", True, ["openai"])]


def test_a_doubtful_price_is_no_news(publish):
    sound = {f"p{n}": {"gpt-5": at(n + 1)} for n in range(5)}
    publish(DAYS[0], acme={"gpt-5": at(2)}, **sound)
    publish(DAYS[1], acme={"gpt-5": at(0.0001)}, **sound)
    assert price_moves(DAYS[1]) == []


def test_only_the_last_days_count(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    assert price_moves(DAYS[WEEK]) != []
    assert price_moves(DAYS[1 + WEEK]) == []


def test_newest_first_keeps_the_order_within_a_day(publish):
    publish(DAYS[0], openai={"gpt-5": at(4), "gpt-4": at(4, name="GPT 4")})
    publish(DAYS[1], openai={"gpt-5": at(1), "gpt-4": at(3, name="GPT 4")})
    publish(DAYS[2], openai={"gpt-5": at(1), "gpt-4": at(2.9, name="GPT 4")})
    moves = newest_first(price_moves(DAYS[2]))
    assert [(move.day, move.model.slug) for move in moves] == [
        (DAYS[2], "gpt-4"),
        (DAYS[1], "gpt-5"),
        (DAYS[1], "gpt-4"),
    ]


def test_the_new_prices_of_many_models_at_one_provider_are_one_line(client, publish):
    def offers(*prices):
        return {f"m{n}": at(price, name=f"M {n}") for n, price in enumerate(prices)}

    publish(DAYS[0], acme=offers(*[2] * 6), openai={"gpt-5": at(2)})
    publish(DAYS[1], acme=offers(1, 1, 1, 3, 3, 2), openai={"gpt-5": at(1)})
    news = price_news(DAYS[1])
    assert told(news.moves) == [("openai/gpt-5", True, ["openai"])]
    (one,) = news.lists
    assert (one.provider.key, one.lower, one.higher) == ("acme", 3, 2)
    html = client.get("/changelog/").text
    assert "5 models at other prices: 3 lower, 2 higher" in " ".join(html.split())
    listed = client.get(f"/changelog/{one.query}")
    assert listed.context["page"].days[0].groups[0].total == 5
