"""Every page in Chinese, without untranslated English, in the typography of Taiwan."""

import pytest
from django.core.management import call_command

from catalog.models import Provider
from tests.config.chinese_text import english, mistakes_of_typography
from tests.payloads import offering, payload, write

pytestmark = pytest.mark.django_db

MODEL = "meta/llama-3-2-1b-instruct"
PAGES = (
    *("", "models/", "models/?q=000", "models/?tool-calling=yes&since=2024-01-01&input-max=x"),
    *(f"models/{MODEL}/", f"models/{MODEL}/prices/", "providers/", "providers/acme/"),
    *("makers/", "makers/meta/", "makers/openai/gpt/", "capabilities/", "capabilities/reasoning/"),
    *("changelog/", "lifecycle/", "methodology/", "rankings/coding/", "explore/", "nowhere/"),
    *("compare/", f"compare/{MODEL}/vs/openai/gpt-5/", "calculator/", "calculator/?input=x"),
    *("bundles/", "calculator/log/", "calculator/?reasoning=yes&provider=acme&input-max=x", "faq/"),
    *("explore/?x=coding&q=000", "changelog/?movers=7", f"models/{MODEL}/scores/", "about/"),
    *(
        "price-index/",
        "rankings/coding/?on=2026-05-11",
        "providers/?q=000",
        f"models/{MODEL}/calculator/",
    ),
)


@pytest.fixture
def catalogue(tmp_path) -> None:
    llama = offering("meta-llama/llama-3.2-1b-instruct", reasoning=True)
    gpt = offering(
        "gpt-5", name="GPT-5", family="gpt", tool_call=True, cost={"input": 1, "output": 8}
    )
    both = {llama["id"]: llama, "gpt-5": gpt}
    first = payload(acme=both, inference={llama["id"]: llama})
    dearer = llama | {"cost": {"input": 0.02, "output": 0.04, "cache_read": 0.01}}
    second = payload(
        acme=both | {llama["id"]: dearer}, inference={llama["id"]: llama | {"tool_call": True}}
    )
    for day, content in (("2026-05-11", first), ("2026-05-12", second)):
        source = write(tmp_path / f"{day}.json", content)
        call_command("pull", "--from", source, "--day", day, verbosity=0)
    assert Provider.objects.count() == 2


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_english_and_no_mistake_of_typography(client, catalogue, page) -> None:
    response = client.get(f"/zh-hant/{page}", follow=True)
    html = response.content.decode()
    assert (response.status_code == 404) is (page == "nowhere/")
    assert '<html lang="zh-Hant"' in html
    assert english(html) == []
    assert mistakes_of_typography(html) == []


LOG = """day,model,input,output,reasoning,cache_read
2026-05-11,gpt-5,1000,200,10,5
2025-01-01,acme/gpt-5,1000,200,,
2026-05-12,llama-3.2-1b,9,9,,
2026-05-12,nowhere,9,9,,
soon,gpt-5,x,,,
"""


@pytest.mark.parametrize("text", [LOG, "a,b\n1,2\n", ""])
def test_the_result_of_a_usage_log_has_none_either(client, catalogue, text) -> None:
    terms = {"currency": "TWD", "rate": "31.5"}
    html = client.post("/zh-hant/calculator/log/", {"text": text} | terms).content.decode()
    assert english(html) == []
    assert mistakes_of_typography(html) == []


@pytest.mark.parametrize(
    "page", ["models/?q=llama&sort=-context", "changelog/?movers=7", "nowhere/"]
)
def test_the_language_switch_keeps_path_and_query(client, catalogue, page) -> None:
    wanted = page.replace("&", "&amp;")
    there = client.get(f"/zh-hant/{page}").content.decode()
    assert f'href="/{wanted}" lang="en" hreflang="en"' in there
    assert f'hreflang="zh-Hant" href="http://testserver/zh-hant/{wanted}"' in there
    assert f'hreflang="x-default" href="http://testserver/{wanted}"' in there
    back = client.get(f"/{page}").content.decode()
    assert f'href="/zh-hant/{wanted}" lang="zh-Hant" hreflang="zh-Hant"' in back


@pytest.mark.parametrize("address, language", [("/faq/", "en"), ("/zh-hant/faq/", "zh-hant")])
def test_no_header_and_no_cookie_changes_the_language(client, address, language) -> None:
    client.cookies["django_language"] = "zh-hant" if language == "en" else "en"
    answer = client.get(address, headers={"Accept-Language": "zh-TW" if language == "en" else "en"})
    assert answer["Content-Language"] == language
    assert not {"accept-language", "cookie"} & set(answer["Vary"].lower().split(", "))


def test_the_admin_is_in_chinese(client) -> None:
    assert "登入" in client.get("/zh-hant/admin/login/").content.decode()
