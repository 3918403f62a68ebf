"""What a URL has that its page does not read: said on pages, refused by files, kept nowhere."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from catalog.http import newest_data_version
from catalog.parameters import Answer, reading_of, split_pairs
from config.kept_pages.keeper import KEEPER
from tests.config.chinese_text import mistakes_of_typography
from tests.config.test_hostile_requests import PUBLIC
from tests.payloads import offering, payload, write

pytestmark = pytest.mark.django_db

MODEL = "meta/llama-3-2-1b-instruct"
VIEWS = {path: resolve(path).func for path in PUBLIC if not path.startswith("/api/v1/")}
FILES = [path for path, view in VIEWS.items() if reading_of(view).answer is Answer.REFUSE]
PLAIN_FILES = [path for path, view in VIEWS.items() if reading_of(view).answer is Answer.DROP]
# The search only redirects and answers htmx.
TELLING = [path for path in VIEWS if path not in {*FILES, *PLAIN_FILES, "/search/"}]


@pytest.fixture
def catalogue(tmp_path):
    llama = offering("meta-llama/llama-3.2-1b-instruct", reasoning=True, family="llama")
    gpt = offering("gpt-5", name="GPT-5", family="gpt", cost={"input": 1, "output": 8})
    both = {llama["id"]: llama, "gpt-5": gpt}
    dearer = llama | {"cost": {"input": 0.02, "output": 0.04, "cache_read": 0.01}}
    first = payload(acme=both, inference={llama["id"]: llama})
    second = payload(acme=both | {llama["id"]: dearer}, inference={llama["id"]: llama})
    for day, content in (("2026-05-11", first), ("2026-05-12", second)):
        source = write(tmp_path / f"{day}.json", content)
        call_command("pull", "--from", source, "--day", day, verbosity=0)


def notice(response):
    """Return the sentences of the notice as text; [] where there is none."""
    found = re.search(r'<div class="callout caution" role="status">(.*?)</div>', text_of(response))
    lines = re.findall(r"<p>(.*?)</p>", found[1]) if found else []
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in lines]


def text_of(response):
    return " ".join(response.content.decode().split())


def known_at(path, data):
    """Return the parameters that the view at a path declares."""
    view = resolve(unquote(path)).func
    dated = {"on": None} if getattr(view, "dated", False) else {}
    return reading_of(view).known(data) | dated


# Pages


def routes(resolver, prefix=""):
    """Yield each route below a resolver with its view; the admin of Django has its own pages."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        elif pattern.namespace != "admin":
            yield from routes(pattern, route)


def test_every_view_of_the_url_table_declares_its_parameters():
    """The API refuses unknown parameters itself, and pages of the staff are nobody else's."""
    found = dict(routes(get_resolver()))
    pages = [route for route in found if not route.startswith(("admin/", "api/v1/"))]
    assert len(pages) > 45
    assert [route for route in pages if reading_of(found[route]) is None] == []


# What a view reads and does not use: it shares the filters of the list of models, which has columns
# and an order besides, or the words of any table.
FILTERED = ("/explore/", "/calculator/", "/calculator/result.csv")
SEARCHED = ("/search/", "/compare/", f"/compare/{MODEL}/")
NOT_USED = {path: {"sort", "col"} for path in FILTERED}
NOT_USED |= {path: {"sort", "page", "version", "offers"} for path in SEARCHED}


@pytest.fixture
def names_read(monkeypatch):
    """What query strings were asked for since the set was last emptied: their ids, with names."""
    names = set()

    def noting(method):
        def wrapper(self, name, *arguments):
            if isinstance(self, QueryDict):
                names.add((id(self), name))
            return method(self, name, *arguments)

        return wrapper

    for method in ("get", "getlist", "__getitem__"):
        monkeypatch.setattr(MultiValueDict, method, noting(getattr(MultiValueDict, method)))
    monkeypatch.setattr(QueryDict, "__contains__", noting(dict.__contains__), raising=False)
    return names


def test_every_view_declares_all_that_it_reads(client, catalogue, names_read):
    data = newest_data_version(timezone.now())
    wrong, checked = {}, 0
    for path in [*TELLING, *FILES, "/search/"]:
        KEEPER.clear()
        names_read.clear()
        hx = {"hx-request": "true"} if path == "/search/" else {}
        given = client.get(path, headers=hx).wsgi_request.GET
        # Not those of other query strings, such as the calculator's without any parameter.
        names = {name for of, name in names_read if of == id(given)} - NOT_USED.get(path, set())
        known, pattern = known_at(path, data), reading_of(VIEWS[path]).names
        checked += len(names & known.keys())
        if others := {one for one in names - known.keys() if not (pattern and pattern.match(one))}:
            wrong[path] = others
    assert wrong == {}
    assert checked > 300


def test_the_api_refuses_unknown_parameters_itself(client, catalogue):
    for path in ("/api/v1/models", "/api/v1/offers", "/api/v1/lifecycle"):
        assert client.get(f"{path}?zzz=1").status_code == 400, path


@pytest.mark.parametrize(
    "prefix, said", [("", "has no parameter “zzz”"), ("/zh-hant", "沒有「zzz」")], ids=["en", "zh"]
)
def test_every_page_tells_of_an_unknown_name(client, catalogue, prefix, said):
    for path in TELLING:
        plain = client.get(f"{prefix}{path}")
        response = client.get(f"{prefix}{path}?zzz=1")
        assert response.status_code == plain.status_code == 200, path
        assert said in "".join(notice(response)), path
        assert response["X-Robots-Tag"] == "noindex"
        assert "ETag" not in response
        assert notice(plain) == []


SAID = {
    "models/?day=2026-05-11": "This page has no parameter “day”. Did you mean “on”?",
    "models/?provder=acme": "This page has no parameter “provder”. Did you mean “provider”?",
    "models/?maker=Opnai": "The parameter “maker” has no value “Opnai”. Did you mean “openai”?",
    "models/?maker=OpenAI": "The parameter “maker” has no value “OpenAI”. Did you mean “openai”?",
    "models/?sort=42": "The parameter “sort” has no value “42”.",
    "models/?since=yesterday": "The parameter “since” has no value “yesterday”.",
    "models/?page=x": "The parameter “page” has no value “x”.",
    "changelog/?on=2026-05-12": "This page has no parameter “on”. Did you mean “day”?",
    "changelog/?kind=price": "The parameter “kind” has no value “price”. Did you mean “prices”?",
    f"models/{MODEL}/?sort=blend": "The parameter “sort” has no value “blend”. Did you mean “blended”?",
    f"models/{MODEL}/?cache-rate=101": "The parameter “cache-rate” has no value “101”.",
    f"models/{MODEL}/prices/?days=31": "The parameter “days” has no value “31”.",
    "providers/?region=atlantis": "The parameter “region” has no value “atlantis”.",
    "explore/?x=contxt": "The parameter “x” has no value “contxt”. Did you mean “context”?",
    "rankings/coding/?kind=chat": "The parameter “kind” has no value “chat”.",
    "price-index/?measure=mean": "The parameter “measure” has no value “mean”.",
    "calculator/?inptu=5": "This page has no parameter “inptu”. Did you mean “input”?",
    "calculator/?kind=chatt": "The parameter “kind” has no value “chatt”. Did you mean “chat”?",
    f"models/{MODEL}/?version=lama": "The parameter “version” has no value “lama”.",
    f"models/{MODEL}/?version=llama-3-2-1b": (
        "The parameter “version” has no value “llama-3-2-1b”. Did you mean “llama-3-2-1b-instruct”?"
    ),
    f"models/{MODEL}/prices/?offer=acme:x": "The parameter “offer” has no value “acme:x”.",
    f"compare/{MODEL}/vs/openai/gpt-5/?openai/gpt-5=acne": (
        "The parameter “openai/gpt-5” has no value “acne”. Did you mean “acme”?"
    ),
    "faq/?q=price": "This page has no parameter “q”.",
    "models/?on=2026-05-11&x=1": "This page has no parameter “x”.",
}


def test_what_is_said(client, catalogue):
    answers = {query: client.get(f"/{query}") for query in SAID}
    assert {answer.status_code for answer in answers.values()} == {200}
    said = {query: notice(answer) for query, answer in answers.items()}
    assert said == {query: [line] for query, line in SAID.items()}


READ = [
    "models/?q=llama&maker=meta&maker=openai&kind=all&sort=-blended&col=name&input-max=2",
    "models/?maker=&q=&page=&since=",  # a form without scripts has its empty fields
    "models/?on=2026-05-11&maker=openai",
    "models/?utm_source=x&gclid=1&fbclid=2&msclkid=3&_ga=4&ref=x&yclid=5",
    "models/?input-max=lots",  # told beside its field
    "changelog/?provider=nobody",  # told by the page
    f"models/{MODEL}/?since=2026-05-11&region=eu&offers=all&cache=priced&cache-rate=90",
    f"compare/{MODEL}/vs/openai/gpt-5/?openai/gpt-5=acme&only=differences&days=30",
    "calculator/?input=5&2-input=6&provider=acme&t1-provider=acme",
    f"models/{MODEL}/?version=llama-3-2-1b-instruct",
    f"models/{MODEL}/prices/?days=30&offer=acme:meta-llama/llama-3.2-1b-instruct",
]


def test_what_is_read_is_not_mentioned(client, catalogue):
    answers = {query: client.get(f"/{query}", follow=True) for query in READ}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert {query: notice(answer) for query, answer in answers.items()} == {key: [] for key in READ}


def test_the_suggestion_is_a_link_to_the_same_page_with_it(client, catalogue):
    page = text_of(client.get("/models/?maker=openai&day=2026-05-11&zzz=1"))
    assert 'href="/models/?maker=openai&amp;on=2026-05-11" rel="nofollow">“on”</a>?' in page
    page = text_of(client.get("/models/?maker=openia&sort=name"))
    assert 'href="/models/?sort=name&amp;maker=openai"' in page


def test_the_page_is_that_of_the_url_without(client, catalogue):
    plain = client.get("/models/?maker=openai")
    KEEPER.clear()
    response = client.get("/models/?zzz=1&maker=openai&maker=nobody")
    shown = re.sub(r'<div class="callout caution" role="status">.*?</div>', "", text_of(response))
    assert shown.split() == text_of(plain).split()
    assert '<link rel="canonical" href="http://testserver/models/?maker=openai">' in shown


def test_names_are_escaped_cut_and_few(client, catalogue):
    names = ["<script>alert(1)</script>", "\u202etxt.exe", "a" * 3000, "x\0y", *"bcdefg"]
    response = client.get("/models/?" + urlencode([(name, "1") for name in names]))
    assert notice(response) == [
        "This page has no parameter “<script>alert(1)</script>”.",
        "This page has no parameter “\ufffdtxt.exe”.",
        f"This page has no parameter “{'a' * 39}…”.",
        "7 more parameters were ignored.",
    ]
    assert b"<script>alert" not in response.content
    assert client.get("/models/?" + "&".join(f"n{n}" for n in range(2000))).status_code == 400


def test_the_notice_is_chinese_by_meaning(client, catalogue):
    response = client.get("/zh-hant/models/?day=2026-05-11&maker=opnai&a=1&b=2")
    assert notice(response) == [
        "本頁沒有「day」這個參數。是否要用「on」？",  # noqa: RUF001
        "參數「maker」沒有「opnai」這個值。是否要用「openai」？",  # noqa: RUF001
        "本頁沒有「a」這個參數。",
        "另有 1 個參數未採用。",
    ]
    html = response.content.decode()
    assert mistakes_of_typography(html) == []


@pytest.mark.parametrize(
    "query, target",
    [
        ("calculator/?input=5&inptu=6", "/calculator/"),
        ("models/?do=filter&q=llama&zzz=1", "/models/"),
        ("search/?q=llama&zzz=1", "/models/"),
    ],
)
def test_a_redirect_does_not_lose_it(client, catalogue, query, target):
    response = client.get(f"/{query}", follow=True)
    assert len(response.redirect_chain) == 1
    assert response.request["PATH_INFO"] == target
    assert len(notice(response)) == 1


def test_a_part_for_htmx_is_clean(client, catalogue):
    part = client.get("/models/?zzz=1&maker=openai", headers={"hx-request": "true"})
    assert notice(part) == []
    assert part["HX-Push-Url"] == "/models/?maker=openai"


def test_a_day_without_a_page_is_said_as_before(client, catalogue):
    assert client.get("/models/?on=1999-01-01&zzz=1").status_code == 404


def test_an_empty_catalogue_knows_no_values(client):
    assert notice(client.get("/models/?maker=openai")) == []


# What is kept


def test_nothing_is_kept_under_made_up_names(client, catalogue, django_assert_num_queries):
    client.get("/models/?zzz=0")
    with django_assert_num_queries(2 * 20):  # which version is the newest: nothing is rendered
        answers = [client.get(f"/models/?zzz{n}={n}&maker=no{n}") for n in range(20)]
    assert all(notice(answer) for answer in answers)
    assert len(KEEPER.plain) == 1
    assert len(KEEPER.queried) == 0
    assert notice(client.get("/models/")) == []
    assert answers[-1]["Cache-Control"] == "private, max-age=0"


def test_the_page_that_is_kept_is_whole(client, catalogue):
    usual = client.get("/models/")
    KEEPER.clear()
    client.get("/models/?zzz=1", headers={"if-none-match": usual["ETag"]})
    kept = client.get("/models/")
    assert len(KEEPER.plain) == 1
    for answer in (usual, kept):
        del answer["X-Request-ID"]
    assert dict(kept.items()) == dict(usual.items())
    assert kept.content == usual.content


def test_conditions_of_the_plain_page_do_not_hide_the_notice(client, catalogue):
    etag = client.get("/models/")["ETag"]
    assert client.get("/models/?zzz=1", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    "path", [f"/models/{MODEL}/?version=x", f"/models/{MODEL}/prices/?offer=acme:x"]
)
def test_a_value_that_only_the_view_knows_to_be_wrong(client, catalogue, path):
    first, again = client.get(path), client.get(path)
    assert len(notice(first)) == 1
    assert notice(again) == notice(first)
    assert len(KEEPER.plain) + len(KEEPER.queried) == 0
    assert "ETag" not in first
    part = client.get(path, headers={"hx-request": "true", "hx-target": "results"})
    assert part.status_code == 200
    assert notice(part) == []


def test_a_suggested_value_replaces_the_wrong_one(client, catalogue):
    page = text_of(client.get(f"/models/{MODEL}/?version=llama-3-2-1b&offers=all"))
    assert f'href="/models/{MODEL}/?offers=all&amp;version=llama-3-2-1b-instruct"' in page


def test_a_form_with_a_wrong_value_redirects_to_a_page_that_says_it(client, catalogue):
    response = client.get(f"/models/{MODEL}/?do=show&version=x&region=eu", follow=True)
    assert [url for url, _status in response.redirect_chain] == [
        f"/models/{MODEL}/?region=eu&version=x#prices"
    ]
    assert len(notice(response)) == 1


def test_a_compared_model_that_is_gone_does_not_hinder_the_search(client, catalogue):
    """The field of a comparison names the models beside which it looks: our own page wrote them."""
    hx = {"hx-request": "true"}
    found = client.get("/search/?q=gpt&beside=meta/gone", headers=hx).content.decode()
    assert 'data-href="/compare/meta/gone/vs/openai/gpt-5/"' in found


# Files


def test_every_file_refuses_what_it_does_not_read(client, catalogue):
    assert len(FILES) >= 12
    for path in FILES:
        assert client.get(path).status_code == 200, path
        response = client.get(f"{path}?zzz=1")
        assert response.status_code == 400, path
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode() == "This page has no parameter “zzz”.\n"


@pytest.mark.parametrize(
    "path, line",
    [
        ("/changelog/feed.atom?kind=price", "has no value “price”. Did you mean “prices”?"),
        ("/changelog/feed.json?provder=acme", "no parameter “provder”. Did you mean “provider”?"),
        ("/models/models.csv?maker=nobody", "The parameter “maker” has no value “nobody”."),
        (f"/models/{MODEL}.md?provider=acme", "This page has no parameter “provider”."),
        ("/models/models.csv?maker=<script>", "The parameter “maker” has no such value.\n"),
        (f"/models/{MODEL}/prices/prices.csv?offer=acme:x", "“offer” has no such value.\n"),
        (f"/models/{MODEL}/prices/chart.png?offer=acme", "“offer” has no value “acme”."),
        (f"/compare/{MODEL}.csv?{MODEL}=nobody", "The URL has a parameter that this page"),
        ("/models/models.csv?<b>=1", "The URL has a parameter that this page does not have.\n"),
    ],
)
def test_a_file_refuses_an_unknown_value(client, catalogue, path, line):
    response = client.get(path)
    assert response.status_code == 400
    assert line in response.content.decode()


def test_a_program_that_prefers_markdown_is_refused_too(client, catalogue):
    response = client.get(f"/models/{MODEL}/?zzz=1", headers={"accept": "text/markdown"})
    assert response.status_code == 400


def test_a_file_without_parameters_is_answered_and_kept_once(client, catalogue):
    for path in PLAIN_FILES:
        plain = client.get(path)
        kept = len(KEEPER.plain) + len(KEEPER.queried)
        other = client.get(f"{path}?v=2")
        assert other.status_code == plain.status_code == 200, path
        assert other.content == plain.content
        assert len(KEEPER.plain) + len(KEEPER.queried) == kept


# What pages link to


class Requests(HTMLParser):
    """Collects the addresses of a page's links, and those that its forms send."""

    def __init__(self, address):
        super().__init__()
        self.address, self.found = address, set()
        self.action, self.fields, self.select = "", None, ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        for name in ("href", "data-hx-get", "data-suggest", "data-href"):
            if given.get(name):
                self.found.add(urljoin(self.address, given[name]))
        if tag == "form":
            reading = (given.get("method") or "get").lower() == "get"
            self.action = urljoin(self.address, given.get("action") or urlsplit(self.address).path)
            self.fields = [] if reading else None
        elif self.fields is not None and tag == "select":
            self.select = given.get("name", "")
        elif self.fields is not None and tag == "option" and self.select:
            self.fields.append((self.select, given.get("value", "")))
        elif self.fields is not None and tag in {"input", "button"} and given.get("name"):
            self.fields.append((given["name"], given.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""
        if tag == "form" and self.fields is not None:
            # Each pair for itself: a form sends one of the values of a choice.
            self.found |= {f"{self.action}?{urlencode([pair])}" for pair in self.fields}
            self.fields = None


def unknown_in(address, data):
    """Return what the view at an address would not read."""
    split = urlsplit(address)
    reading = reading_of(resolve(unquote(split.path)).func)
    if reading is None:  # as in the admin
        return []
    known = known_at(split.path, data)
    return split_pairs(parse_qsl(split.query), known, reading.names)[1]


def is_ours(address):
    split = urlsplit(address)
    elsewhere = split.netloc != "testserver" or split.path.startswith(("/static/", "/zh-hant/"))
    return not elsewhere and "/api/v1/" not in split.path


CHOSEN = [
    "/models/?q=llama&maker=openai&sort=name&col=maker&input-max=5&more=maker",
    f"/models/{MODEL}/?sort=input&region=eu&cache-rate=50&offers=all",
    "/calculator/?input=5&output=5&2-input=6&2-output=5&instead=openai/gpt-5&now=5&growth=2",
    "/calculator/?input=5&output=5&t1-provider=acme&t1-off=5&currency=TWD&rate=31",
    f"/compare/{MODEL}/vs/openai/gpt-5/?openai/gpt-5=acme&only=differences&days=30&input=5",
    "/changelog/?kind=prices&by=model&noise=on&from=2026-05-11",
    f"/models/{MODEL}/prices/?days=30&offer=acme:gpt-5",
    *("/explore/?x=coding&q=llama", "/price-index/?measure=own&days=30", "/models/?q=nothing"),
]


def test_every_link_and_form_has_known_parameters_only(client, catalogue):
    data = newest_data_version(timezone.now())
    dated = [f"{path}?on=2026-05-11" for path in TELLING if getattr(VIEWS[path], "dated", False)]
    wrong, checked = set(), 0
    for path in [*TELLING, *dated, *CHOSEN]:
        parser = Requests(f"http://testserver{path}")
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        parser.feed(response.content.decode())
        for address in filter(is_ours, parser.found):
            checked += "?" in address
            if others := unknown_in(address.partition("#")[0], data):
                wrong.add((path, address, *others))
    assert wrong == set()
    assert checked > 500
