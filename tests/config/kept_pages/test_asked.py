"""What a page depends on tells requests apart; what it does not depend on makes no difference."""

import pytest

from config.kept_pages.asked import preferred_format, read_asked, without_tracking


def asked(path="/faq/", query="", scheme="http", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return read_asked(scheme, path, query, {"host": "localhost"} | named)


@pytest.mark.parametrize(
    "other",
    [
        asked("/about/"),
        asked(query="q=a"),
        asked(scheme="https"),
        asked(host="localhost:80"),
        asked(accept="text/markdown"),
        asked(hx_request="true"),
        asked(hx_request="true", hx_target="movers"),
        asked(hx_request="true", hx_trigger="movers"),
    ],
)
def test_what_a_page_depends_on(other):
    assert other is not None
    assert other != asked()


@pytest.mark.parametrize(
    "same",
    [
        asked(cookie="sessionid=x"),
        asked(accept="text/html,application/xhtml+xml,*/*;q=0.8"),
        asked(accept="application/json"),
        asked(query="utm_source=a&utm_medium=b&gclid=c"),
        asked(query="&&"),
        asked(user_agent="x", accept_language="zh-TW"),
        asked(hx_request="false", hx_target="movers"),
    ],
)
def test_what_no_page_depends_on(same):
    assert same == asked()


@pytest.mark.parametrize(
    "refused",
    [
        {"path": "/" + "a" * 3000},
        {"query": "q=" + "a" * 3000},
        {"hx_request": "true", "hx_target": "a" * 41},
        {"hx_request": "true", "hx_trigger": "a b"},
        {"hx_request": "true", "hx_target": "é"},
    ],
    ids=["path", "query", "long target", "two words", "no ASCII"],
)
def test_what_has_no_end_is_not_kept(refused):
    assert asked(**refused) is None


@pytest.mark.parametrize(
    "query, kept",
    [
        ("", ""),
        ("q=a&maker=b", "q=a&maker=b"),
        ("maker=b&q=a", "maker=b&q=a"),
        ("utm_source=x", ""),
        ("q=a&utm_campaign=x&page=2&fbclid=y", "q=a&page=2"),
        ("UTM_Source=x&q=utm_source", "q=utm_source"),
        ("q=", "q="),
        ("q", "q"),
        ("utm", "utm"),
        ("clid=1", "clid=1"),
        ("on=2026-05-12&_gl=x", "on=2026-05-12"),
        ("gad_source=1&q=a&&msclkid=2&mtm_campaign=3", "q=a"),
        ("ref=producthunt&q=a&ref_src=twsrc", "q=a"),
        ("yclid=1&igsh=2&trkCampaign=3&q=a&_openstat=4&at_medium=x", "q=a"),
        ("q=ref&reference=1&pref=2", "q=ref&reference=1&pref=2"),
        ("utm_source&q=a", "q=a"),
        ("q=a&utm_source", "q=a"),
        ("q=a%26utm_source=x", "q=a%26utm_source=x"),
        ("zzz=1", "zzz=1"),
        ("xutm_source=1&utm-source=2", "xutm_source=1&utm-source=2"),
        ("q=" + "a" * 3000 + "&gclid=1", "q=" + "a" * 3000),
    ],
)
def test_tracking_parameters_are_removed(query, kept):
    assert without_tracking(query) == kept


@pytest.mark.parametrize(
    "accept, expected",
    [
        ("*/*", "html"),
        ("", "html"),
        ("image/png", "html"),
        ("text/markdown", "markdown"),
        ("text/markdown, text/html", "markdown"),
        ("text/html;q=0.1, text/markdown", "markdown"),
        ("text/html;q=0.1, */*", "markdown"),
    ],
)
def test_the_format_is_the_one_that_django_would_choose(accept, expected):
    assert preferred_format(accept) == f"text/{expected}"


def test_behind_a_proxy_only_what_came_over_https(settings):
    settings.HTTPS = True
    assert asked() is None
    assert asked(x_forwarded_proto="http") is None
    assert asked(x_forwarded_proto="https").scheme == "https"


def test_without_a_proxy_its_headers_mean_nothing():
    assert asked(x_forwarded_proto="https") == asked()
