"""Bulk writes: only what differs, in chunks."""

import pytest

from catalog.ingest.bulk import ROWS_PER_STATEMENT, chunked, insert, overwrite, set_fields
from catalog.models import Maker
from tests.factories import make_maker, make_model


def test_set_fields_tells_whether_a_value_differs():
    row = Maker(slug="a", name="A")
    assert set_fields(row, {"name": "B", "slug": "a"})
    assert row.name == "B"
    assert not set_fields(row, {"name": "B"})
    assert not set_fields(row, {})


@pytest.mark.parametrize(
    "count, sizes",
    [
        (0, []),
        (1, [1]),
        (ROWS_PER_STATEMENT, [ROWS_PER_STATEMENT]),
        (ROWS_PER_STATEMENT + 1, [ROWS_PER_STATEMENT, 1]),
    ],
)
def test_chunked(count, sizes):
    chunks = list(chunked(range(count)))
    assert [len(chunk) for chunk in chunks] == sizes
    assert [key for chunk in chunks for key in chunk] == list(range(count))


@pytest.mark.django_db
def test_overwrite_writes_every_column_and_keeps_what_refers_to_the_row():
    maker = make_maker("a")
    model = make_model("a/model")
    maker.slug, maker.name = "b", "B"
    overwrite(Maker, [maker])
    model.refresh_from_db()
    assert (model.maker.slug, model.maker.name) == ("b", "B")
    assert Maker.objects.count() == 1


@pytest.mark.django_db
def test_nothing_to_write_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert(Maker, [])
        overwrite(Maker, [])


@pytest.mark.django_db
def test_insert_gives_the_rows_their_keys():
    rows = [Maker(slug="a", name="A"), Maker(slug="b", name="B", pk=70)]
    insert(Maker, rows[:1])
    insert(Maker, rows[1:])
    assert [row.pk for row in rows] == list(
        Maker.objects.order_by("slug").values_list("pk", flat=True)
    )
