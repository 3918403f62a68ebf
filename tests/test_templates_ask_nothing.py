"""Views ask, templates draw: no query runs while a template is rendered."""

import pytest
from django.template import engines

from catalog.models import CanonicalModel
from scoring.rescore import rescore_all
from tests.factories import DAY, make_model, make_offering, make_version
from tests.template_queries import queries_of_templates

pytestmark = pytest.mark.django_db

MODEL = "/models/meta/llama-3-2-1b-instruct/"
PAGES = [
    "/",
    "/providers/",
    "/providers/inference/",
    "/makers/",
    "/makers/meta/",
    "/capabilities/vision/",
    "/compare/meta/llama-3-2-1b-instruct/vs/meta/withdrawn/",
    "/rankings/coding/",
    "/methodology/",
    "/calculator/",
    "/changelog/",
    "/lifecycle/",
    MODEL,
    f"{MODEL}?sort=-input",
    "/models/meta/llama-3-2-1b-instruct.md",
    "/models/meta/withdrawn/",
    "/nowhere/",
    "/faq/",
    "/capabilities/",
    "/models/",
    "/compare/",
    f"{MODEL}calculator/",
    f"{MODEL}prices/",
    f"{MODEL}scores/",
    "/explore/",
    "/llms.txt",
    "/bundles/",
    "/robots.txt",
    "/calculator/log/",
]
PARTS = [MODEL, "/models/"]


@pytest.fixture
def catalogue() -> None:
    make_version()
    model = make_model(
        input_price="1", output_price="2", context=131072, tool_calling=True, family="llama",
        conflicts=[{"fact": "context_window", "values": ["1", "2"], "span_days": None}],
    )  # fmt: skip
    make_offering(model, "free", "x:free", input_price="0", output_price="0", context=8192)
    make_offering(model, "plan-plan", reasoning=True, tiers=[{"above": 9, "prices": {}}])
    make_offering(model, "gone", withdrawn_on=DAY)
    make_model("meta/withdrawn", withdrawn_on=DAY)
    make_model("meta/other", input_price="1", output_price="3", vision=True)
    rescore_all()


@pytest.mark.usefixtures("catalogue")
def test_notices_a_query():
    page = engines["django"].from_string("{% for model in models %}{{ model }}{% endfor %}")
    with queries_of_templates() as queries:
        list(CanonicalModel.objects.all())
        assert queries == []
        page.render({"models": CanonicalModel.objects.all()})
    assert len(queries) == 1


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["", "/zh-hant"])
def test_a_page_asks_nothing_while_it_is_drawn(client, language, address):
    with queries_of_templates() as queries:
        response = client.get(language + address)
    assert response.status_code == (404 if address == "/nowhere/" else 200)
    assert queries == []


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("address", PARTS)
def test_a_part_asks_nothing_while_it_is_drawn(client, address):
    with queries_of_templates() as queries:
        assert client.get(address, headers={"HX-Request": "true"}).status_code == 200
    assert queries == []
