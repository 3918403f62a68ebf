"""The rows of the tables of models and of a provider's offers, as values and as HTML."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from pytest_django.asserts import assertInHTML

from catalog.models import CanonicalModel
from changelog.models import Trend
from pages.table_rows import FigureColumns, model_rows, offering_rows
from tests.factories import make_model, make_offering, make_provider

pytestmark = pytest.mark.django_db


def html(rows):
    return render_to_string("catalog/_rows.html", {"rows": rows})


def test_a_model_has_its_prices_and_figures(django_assert_num_queries):
    make_model("meta/llama", context=128_000, input_price="0.0036", output_price="15")
    models = list(CanonicalModel.objects.for_list())
    with django_assert_num_queries(0):
        table = html(model_rows(models))
    assertInHTML('<a class="quiet" href="/makers/meta/">Meta</a>', table)
    assertInHTML('<td class="num " data-label="Context">128K</td>', table)
    assertInHTML('<td class="num " data-label="Input">$0.0036</td>', table)
    assertInHTML('<td class="num " data-label="Output">$15.00</td>', table)
    assertInHTML('<span class="vh">unchanged</span>', table)


def test_a_model_without_a_price_says_so():
    (row,) = model_rows([make_model("meta/llama")])
    cells = {cell.label: cell for cell in row.cells}
    for label in ("Input", "Output", "Trend"):
        assert (cells[label].text, cells[label].missing) == (
            "",
            "No comparable token price published",
        )
    assert cells["Released"].missing == "Not reported"
    assert 'title="No comparable token price published"' in html([row])


@pytest.mark.parametrize(
    "before, now, percent, change, css",
    [
        ("2", "1", "-50", "▼ 50%", "good"),
        ("1", "1.5", "50", "▲ 50%", "bad"),
        ("0", "1", None, "", "muted"),
        ("1", "1", "0", "0%", "muted"),
    ],
)
def test_a_price_change_has_an_arrow_and_words(before, now, percent, change, css):
    model = make_model("meta/llama", input_price="1", output_price="1")
    Trend.objects.create(model=model, path="M0 1H9", before=before, now=now, percent=percent)
    (row,) = model_rows(CanonicalModel.objects.for_list())
    line = next(cell.trend for cell in row.cells if cell.kind == "trend")
    assert (line.change, line.css) == (change, css)
    assertInHTML(f'<span class="vh">from {line.before} to {line.now}</span>', html([row]))


@pytest.mark.parametrize(
    "provider, own_id, state, missing",
    [
        ("x-coding-plan", "x", "plan", "Billed by subscription"),
        ("inference", "x", "unknown price", "No token price published"),
    ],
)
def test_an_offer_without_a_price_says_how_it_is_billed(provider, own_id, state, missing):
    offering = make_offering(make_model(), provider, own_id, input_price="0", output_price="0")
    table = html(offering_rows([offering]))
    assertInHTML(f'<span class="tag ">{state}</span>', table)
    assert missing in table
    assert "$0" not in table


def test_a_free_offer_shows_zero():
    zero = {"input_price": Decimal(0), "output_price": Decimal(0)}
    table = html(offering_rows([make_offering(make_model(), "inference", "x:free", **zero)]))
    assertInHTML('<span class="tag good">free</span>', table)
    assert "$0.000" in table


def test_an_unknown_status_is_shown_unchanged():
    table = html(offering_rows([make_offering(make_model(), status="sunset")]))
    assertInHTML('<span class="tag caution">sunset</span>', table)


EVIL = "<script>alert(1)</script>"


def test_escapes_upstream_texts():
    model = make_model(name=EVIL)
    provider = make_provider("evil", name=EVIL)
    offering = make_offering(model, provider.key, EVIL, status=EVIL, released='"><b>')
    for rows in (model_rows([model]), offering_rows([offering])):
        assert "<script" not in html(rows)
        assert "<b>" not in html(rows)


@pytest.mark.parametrize("other", ["0.25001", "0.2499"])
def test_two_figures_of_a_column_never_read_alike(other):
    models, offers = [], []
    for name, context, price in (("meta/llama", 128_000, "0.25"), ("meta/opt", 131_072, other)):
        facts = {"context": context, "input_price": price, "output_price": "1"}
        models.append(make_model(name, **facts))
        offers.append(make_offering(models[-1], "host", name, **facts))
    for rows in (model_rows(models), offering_rows(offers)):
        for place in (1, 2):
            one, two = (row.cells[place].text for row in rows)
            assert one != two


def test_the_points_of_a_column_are_in_line():
    models = [CanonicalModel(path="a/b", output_price=Decimal(price)) for price in ("1", "0.0036")]
    whole, fine = (FigureColumns.of(models).prices[1][model.output_price] for model in models)
    assert (whole, fine) == (("$1.00", "p2"), ("$0.0036", ""))
