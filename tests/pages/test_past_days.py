"""Every page that can be shown as of a past day: its figures, its links, its parts, its queries."""

import re

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation

from catalog.ingest.payloads import delete_snapshots
from catalog.models import Snapshot
from changelog.models import Change
from config.daily.rebuild import rebuild
from tests.changelog.factories import DAYS, at, publish
from tests.template_queries import no_template_queries

__all__ = ["no_template_queries", "publish"]
pytestmark = pytest.mark.django_db

ON = DAYS[2]
LIMITS = {"limit": {"context": 128_000, "output": 8_000}}
VISION = {"modalities": {"input": ["text", "image"], "output": ["text"]}}
FAMILY = {"family": "gpt"}

PAGES = [
    "/",
    "/providers/",
    "/makers/",
    "/models/openai/gpt-5/",
    "/models/openai/gpt-5.md",
    "/models/openai/gpt-5/calculator/",
    "/models/",
    "/models/models.csv",
    "/providers/acme/",
    "/makers/openai/",
    "/makers/openai/gpt/",
    "/capabilities/",
    "/capabilities/vision/",
    "/rankings/coding/",
    "/calculator/",
    "/calculator/result.csv",
    "/compare/openai/gpt-4/vs/openai/gpt-5/",
    "/explore/",
]


@pytest.fixture
def days(publish):
    """Day 0, which covers ON: gpt-5 at $2 and $3. Day 5: dearer, gpt-4 gone, another model new."""
    publish(
        DAYS[0],
        openai={"gpt-5": at(2, **LIMITS, **VISION, **FAMILY), "gpt-4": at(1, name="GPT 4")},
        acme={"gpt-5": at(3, **FAMILY), "gone": at(7, name="Gone")},
    )
    publish(
        DAYS[5],
        openai={"gpt-5": at(20, **FAMILY), "gpt-6": at(60, name="GPT 6")},
        acme={"gpt-5": at(30, **FAMILY)},
        late={"gpt-5": at(40)},
    )


def get(client, address, **query):
    joined = "&".join(f"{name}={value}" for name, value in ({"on": ON} | query).items())
    return client.get(f"{address}{'&' if '?' in address else '?'}{joined}")


def text(client, address, **query):
    response = get(client, address, **query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_equals_the_page_that_the_day_showed(client, publish, days, address):
    """Compare with a site whose newest data is that day's: all that differs is what says so."""

    def shown(html):
        # Links, the banner and the picker name the day; a file's name in the head is versioned.
        html = re.sub(r"[?&](amp;)?on=[\d-]+", "", html)
        html = re.sub(r'(?s)<form class="as-of".*?</form>', "", html)
        html = re.sub(r'(?s)<div class="callout caution past">.*?</div>', "", html)
        html = re.sub(r'<input type="hidden" name="on"[^>]*>', "", html)
        html = re.sub(r"(?s)<head>.*?</head>", "", html)
        html = re.sub(r'(?s)<div class="stale">.*?</div>\s*</div>', "", html)
        html = re.sub(r"Data (last updated .* ago\)|as of \S+)\.", "", html)  # in Markdown
        # Recorded for today only.
        html = re.sub(
            r'(?s)<section class="section" aria-labelledby="grouping">.*?</section>', "", html
        )
        return re.sub(r"\s+", " ", html).replace("> <", "><")

    past = shown(text(client, address, on=DAYS[0]))
    delete_snapshots(Snapshot.objects.filter(day=DAYS[5]))
    rebuild()
    today = shown(client.get(address).content.decode())
    assert past == today


@pytest.mark.parametrize("address", PAGES)
def test_says_so_and_is_not_indexed(client, days, address):
    response = get(client, address)
    assert response["X-Robots-Tag"] == "noindex"
    if response["Content-Type"].startswith("text/html"):
        html = response.content.decode()
        assert "Data as of May 3, 2026, calculated with today’s rules." in html
        assert "The last update on or before that day was on May 1, 2026." in html
        (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', html)
        assert canonical.partition("?")[0] == f"http://testserver{address}"
        assert "on=" not in canonical
        assert f'name="on" id="on" value="{ON}"' in html


def is_dated(path):
    try:
        return getattr(resolve(path).func, "dated", False)
    except Resolver404:
        return False


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
@pytest.mark.parametrize("address", PAGES)
def test_every_link_to_such_a_page_keeps_the_day(client, days, address, prefix):
    html = text(client, prefix + address)
    links = re.findall(r'(?<!data-today )\b(?:href|data-hx-get)="([/?][^"]*)"', html)
    with translation.override("zh-hant" if prefix else "en"):
        to_dated = [
            link for link in links if is_dated(re.split("[?#]", link)[0] or prefix + address)
        ]
    if not address.endswith((".csv", ".md")):
        assert to_dated
    assert [link for link in to_dated if f"on={ON}" not in link] == []


@pytest.mark.parametrize("address", PAGES)
def test_every_form_keeps_the_day(client, days, address):
    html = text(client, address)
    for form in re.findall(r"(?s)<form.*?</form>", html):
        assert 'name="on"' in form


@pytest.mark.parametrize(
    "address",
    [
        "/models/openai/gpt-5/?sort=-input",
        "/models/?maker=openai",
        "/providers/acme/?sort=-input",
        "/makers/openai/?sort=name",
        "/capabilities/vision/?sort=name",
        "/calculator/?requests=10&per=day&input=100&output=10",
        "/compare/openai/gpt-4/vs/openai/gpt-5/?only=differences",
        "/explore/?maker=openai",
    ],
)
def test_a_part_pushes_a_url_with_the_day(client, days, address):
    part = client.get(f"{address}&on={ON}", headers={"HX-Request": "true"})
    assert part["HX-Push-Url"] == f"{address}&on={ON}"
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize(
    "address, target",
    [
        ("/models/?maker=openai&do=show", "/models/?maker=openai"),
        ("/compare/openai/gpt-5/vs/openai/gpt-4/?", "/compare/openai/gpt-4/vs/openai/gpt-5/?"),
        (
            "/calculator/?requests=5&per=day&input=1&output=1&do=remove 1",
            "/calculator/?",
        ),
    ],
)
def test_a_redirect_keeps_the_day(client, days, address, target):
    response = get(client, address)
    assert response.status_code in {301, 302}
    assert response["Location"] in {f"{target}&on={ON}", f"{target}on={ON}"}


def test_the_calculator_does_not_redirect_to_itself(client, days):
    query = {"requests": 10, "per": "day", "input": 100, "output": 10}
    assert get(client, "/calculator/", **query).status_code == 200


@pytest.mark.parametrize(
    "address, name",
    [
        ("/models/openai/gpt-6/", "GPT 6"),
        ("/models/openai/gpt-6/calculator/", "GPT 6"),
        ("/providers/late/", "Late"),
        ("/compare/openai/gpt-5/vs/openai/gpt-6/", "GPT 6"),
    ],
)
def test_what_came_later_is_404_with_its_name(client, days, address, name):
    response = get(client, address)
    assert response.status_code == 404
    assert f"{name} wasn’t listed on May 3, 2026." in response.content.decode()


def test_a_family_that_came_later_is_404_with_its_name(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[5], openai={"gpt-5": at(2, family="gpt")})
    response = get(client, "/makers/openai/gpt/")
    assert response.status_code == 404
    assert "gpt wasn’t listed on May 3, 2026." in response.content.decode()
    assert get(client, "/makers/openai/none/").status_code == 404


def test_a_maker_that_came_later_is_404(client, days, publish):
    publish(DAYS[6], openai={"gpt-5": at(2)}, anthropic={"claude-5": at(2, name="Claude 5")})
    assert get(client, "/makers/anthropic/").status_code == 404


def test_what_is_withdrawn_today_was_on_sale(client, days):
    html = text(client, "/models/openai/gpt-4/")
    assert "withdrawn" not in html
    assert "$1.00" in html
    assert "Gone" in text(client, "/providers/acme/")


def test_what_was_withdrawn_by_then_says_so(client, days, publish):
    publish(DAYS[8], openai={"gpt-4": at(9), "gpt-5": at(2)})
    html = text(client, "/models/openai/gpt-4/", on=DAYS[6])
    assert "No provider has offered this model since 2026-05-06." in html
    assert "$1.00" in html
    assert "$9.00" not in html
    publish(DAYS[9], openai={"gpt-5": at(2)}, acme={"gpt-5": at(2)})
    assert "This provider hasn’t been listed on models.dev since 2026-05-09." in text(
        client, "/providers/acme/", on=DAYS[8]
    )


def test_recent_changes_end_with_the_day(client, days, publish):
    publish(DAYS[8], openai={"gpt-5": at(77)}, acme={"gpt-5": at(77)})
    assert Change.objects.filter(day=DAYS[8]).exists()
    for address in ("/models/openai/gpt-5/", "/providers/acme/"):
        html = text(client, address, on=DAYS[6])
        assert "2026-05-06" in html
        assert html.count("2026-05-09") == 1  # the last day to pick
        assert "$77" not in html


def test_the_comparison_draws_prices_until_the_day(client, days):
    response = get(client, "/compare/openai/gpt-4/vs/openai/gpt-5/")
    history = response.context["history"]
    assert history.last == DAYS[0]
    assert [[one.input for one in series.intervals] for series in history.series] == [[1], [2]]
    assert all(one.end is None for series in history.series for one in series.intervals)


@pytest.mark.parametrize(
    "address, queries",
    [
        ("/models/openai/gpt-5/", 3),
        ("/models/openai/gpt-5.md", 2),
        ("/models/openai/gpt-5/calculator/", 1),
        ("/models/", 1),
        ("/models/models.csv", 1),
        ("/providers/acme/", 2),
        ("/makers/openai/", 4),
        ("/makers/openai/gpt/", 4),
        ("/capabilities/", 1),
        ("/capabilities/vision/", 1),
        ("/rankings/coding/", 1),
        ("/calculator/", 2),
        ("/compare/openai/gpt-4/vs/openai/gpt-5/", 5),
        ("/explore/", 1),
    ],
)
@pytest.mark.usefixtures("days", "no_template_queries")
def test_a_further_page_of_a_day_takes_few_queries(
    client, django_assert_max_num_queries, address, queries
):
    text(client, address)
    with django_assert_max_num_queries(queries):
        text(client, address)


def test_suggestions_are_of_the_day_and_keep_it(client, days):
    found = client.get("/search/", {"q": "gpt", "on": ON}, headers={"HX-Request": "true"})
    html = found.content.decode()
    assert f'data-href="/models/openai/gpt-4/?on={ON}"' in html
    assert "gpt-6" not in html


def test_a_past_day_stays_as_it_is(client, days, publish):
    before = {address: text(client, address) for address in PAGES}
    publish(DAYS[10], openai={"gpt-5": at(500), "gpt-7": at(1, name="GPT 7")})
    rebuild()

    def undated(html):  # the picker's last day, the footer's version of files
        return html.replace('max="2026-05-11"', "").replace('max="2026-05-06"', "")

    for address in PAGES:
        assert undated(text(client, address)) == undated(before[address])
