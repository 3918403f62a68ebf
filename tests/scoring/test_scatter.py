from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring.scatter import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Point, frontier, scatter


def point(price, figure, name="m"):
    return Point(name, "/", "Maker", Decimal(price), float(figure), str(figure))


def test_it_works():
    drawn = scatter([point(1, 8000), point(2, 4000), point(3, 128_000)], "tokens")
    assert [mark.point.price for mark in drawn.best] == [1, 3]
    assert [tick.words for tick in drawn.across] == ["1K", "10K", "100K", "1M"]
    assert [tick.words for tick in drawn.up] == ["$1", "$10"]
    assert drawn.frontier.count(",") == 3


def test_nothing_to_draw():
    assert scatter([], "tokens") is None
    assert scatter([point(1, 50)], "score").frontier


def test_ticks_of_days_are_years():
    days = [point(1, 739_000), point(2, 739_500)]
    assert [tick.words for tick in scatter(days, "day").across] == ["2024", "2025", "2026"]


def test_equals_share_the_frontier():
    assert frontier([point(1, 5), point(1, 5), point(1, 4)]) == {0, 1}


def test_names_keep_apart():
    crowd = [point(1 + n / Decimal(1000), 1000 + n) for n in range(20)]
    assert sum(mark.labelled for mark in scatter(crowd, "tokens").best) == 1


points = st.builds(point, st.decimals("0.001", 1000, places=3), st.integers(1, 10_000_000))


@given(st.lists(points, max_size=30))
def test_the_frontier_is_what_a_naive_search_finds(several):
    def beaten(one):
        return any(
            other.price <= one.price
            and other.figure >= one.figure
            and (other.price, other.figure) != (one.price, one.figure)
            for other in several
        )

    assert frontier(several) == {n for n, one in enumerate(several) if not beaten(one)}


@given(st.lists(points, min_size=1, max_size=10), st.sampled_from(["tokens", "day"]))
def test_every_mark_lies_in_the_picture(several, kind):
    calendar = [point(p.price, min(p.figure, 3_000_000)) for p in several]
    for mark in scatter(calendar, kind).marks:
        assert LEFT - 0.1 <= mark.x <= WIDTH - RIGHT + 0.1
        assert TOP - 0.1 <= mark.y <= HEIGHT - BOTTOM + 0.1
