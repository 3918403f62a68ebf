"""The table of capabilities, and the pages printed from it."""

import pytest
from django.utils.html import escape

from catalog.capabilities import BY_KEY, CAPABILITIES, Tally
from tests.factories import make_model, make_version

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda c: c.key)


@pytest.fixture(autouse=True)
def version() -> None:
    make_version()


def stated(capability, said):
    """Return the fact that says yes, no or nothing of a capability."""
    if said is None or capability.least is None:
        return {capability.fact: said}
    return {capability.fact: capability.least if said else capability.least - 1}


def test_urls_are_stable():
    assert list(BY_KEY) == [
        "tool-calling",
        "structured-output",
        "reasoning",
        "vision",
        "audio",
        "pdf",
        "open-weights",
        "long-context",
        "prompt-caching",
    ]


@EVERY
def test_lists_models_and_counts_the_others(client, capability):
    for path, said in (("a/yes", True), ("a/no", False), ("a/silent", None)):
        make_model(path, **stated(capability, said))
    page = client.get(f"/capabilities/{capability.key}/")
    assert [model.slug for model in page.context["page"]] == ["yes"]
    assert page.context["tally"] == Tally(1, 1, 1)
    for caveat in capability.caveats:
        assert escape(str(caveat)) in page.content.decode()


@pytest.mark.parametrize(
    "counts, tag",
    [
        ([4, 0, 0], None),
        ([4, 0, 24], ("reported by 4 of 28 offers", "")),
        ([3, 1, 24], ("reported by 4 of 28 offers: 3 yes, 1 no", "caution")),
        (None, None),
    ],
    ids=["all say yes", "some are silent", "some say no", "of an earlier release"],
)
def test_tells_how_many_offers_report_it(client, counts, tag):
    reports = {} if counts is None else {"tool_calling": counts}
    make_model("a/b", tool_calling=True, reports=reports)
    (row,) = client.get("/capabilities/tool-calling/").context["rows"]
    assert [(one.text, one.css) for one in row.tags] == ([tag] if tag else [])


def test_withdrawn_models_do_not_count(client):
    make_model(vision=True, withdrawn_on="2026-05-01")
    assert client.get("/capabilities/vision/").context["tally"] == Tally(0, 0, 0)


def test_a_capability_without_models(client):
    assert (
        b"No available model is reported to support this yet."
        in client.get("/capabilities/pdf/").content
    )


def test_the_overview_links_to_every_capability(client):
    html = client.get("/capabilities/").content.decode()
    for capability in CAPABILITIES:
        assert f'href="/capabilities/{capability.key}/"' in html


def test_sorts_by_providers_or_by_context(client):
    make_model("a/long", context=2_000_000, tool_calling=True, provider_count=1)
    make_model("a/sold", context=200_000, tool_calling=True, provider_count=9)
    lists = [client.get(f"/capabilities/{key}/") for key in ("tool-calling", "long-context")]
    assert [page.context["page"][0].slug for page in lists] == ["sold", "long"]


def test_sorts_and_paginates_with_htmx(client, django_assert_max_num_queries):
    for number in range(51):
        make_model(f"a/m{number:02}", vision=True, input_price="1", output_price="2")
    with django_assert_max_num_queries(7):  # five for the index and one for texts, once per version
        client.get("/capabilities/vision/")
    part = client.get("/capabilities/vision/?sort=name&page=2", headers={"HX-Request": "true"})
    assert [model.slug for model in part.context["page"]] == ["m50"]
    assert part["HX-Push-Url"] == "/capabilities/vision/?sort=name&page=2"


def test_the_overview_is_made_from_the_index(client, django_assert_max_num_queries):
    client.get("/capabilities/vision/")
    with django_assert_max_num_queries(1):
        client.get("/capabilities/")


@pytest.mark.parametrize("key", ["flying", "tool_calling", "vision%00"])
def test_an_unknown_capability_answers_404(client, key):
    assert client.get(f"/capabilities/{key}/").status_code == 404


@pytest.mark.parametrize(
    ("tally", "yes", "silent"),
    [(Tally(1, 1, 2), 25.0, 50.0), (Tally(0, 0, 0), 0.0, 0.0), (Tally(1, 2, 0), 33.3, 0.0)],
)
def test_shares(tally, yes, silent):
    assert (tally.yes_percent, tally.silent_percent) == (yes, silent)


def test_a_model_page_links_to_its_capabilities(client):
    make_model(vision=True, reasoning=False, context=100_000)
    html = client.get("/models/meta/llama-3-2-1b-instruct/").content.decode()
    listed = html.partition("Capability lists this model is in")[2]
    assert 'href="/capabilities/vision/"' in listed
    assert 'href="/capabilities/long-context/"' in listed
    assert 'href="/capabilities/reasoning/"' not in listed
