"""Every page in Chinese, without untranslated English."""

import re
from html.parser import HTMLParser

import pytest
from django.core.management import call_command

from catalog.models import Provider
from tests.payloads import offering, payload, write

pytestmark = pytest.mark.django_db

MODEL = "meta/llama-3-2-1b-instruct"
PAGES = (
    *("", "models/", "models/?q=000", "models/?tool-calling=yes&released=2024-01-01&input-max=x"),
    *(f"models/{MODEL}/", f"models/{MODEL}/prices/", "providers/", "providers/acme/"),
    *("makers/", "makers/meta/", "makers/openai/gpt/", "capabilities/", "capabilities/reasoning/"),
    *("changelog/", "lifecycle/", "methodology/", "rankings/coding/", "explore/", "nowhere/"),
    *("compare/", f"compare/{MODEL}/vs/openai/gpt-5/", "calculator/", "calculator/?input=x"),
    *("calculator/log/", "calculator/?reasoning=yes&provider=acme&input-max=x", "faq/"),
    "explore/?x=coding&q=000",
)
# Names, units, formats and what a formula is written with: they are the same in both languages.
KEPT = set(
    re.findall(
        r"\w+",
        "Model Ledger models dev Acme Inference Meta Llama Instruct OpenAI GPT llama gpt instruct meta "
        "openai acme inference token tokens AI USD API JSON CSV PDF ID Atom Feed Lines MIT RAG PR ETL "
        "npm schema SaaS log low high UTF English Anthropic OpenRouter LiteLLM Langfuse ics Markdown MB",
    )
)
COLUMNS = re.compile(r"day\W.*reasoning")  # of a usage log, by their names
SILENT = {"script", "style", "code", "option", "textarea"}
VOID = {"meta", "link", "input", "br", "hr", "img", "source", "wbr"}
SPOKEN = {"title", "aria-label", "placeholder", "alt", "data-label", "data-done"}


class Words(HTMLParser):
    """Gathers what a reader sees or hears, except ids and what is marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        said = dict(attrs)
        silent = tag in SILENT or said.get("lang") == "en"
        if tag not in VOID:
            self.open.append((tag, silent or bool(self.open and self.open[-1][1])))
        self.texts += [said[name] for name in SPOKEN & said.keys() if said[name]]
        if tag == "meta" and said.get("name") == "description":
            self.texts.append(said["content"])

    def handle_endtag(self, tag) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data) -> None:
        if not (self.open and self.open[-1][1]):
            self.texts.append(data)


def english(html: str) -> list[str]:
    """Return the texts with an English word that is no name, no unit and no id."""
    words = Words()
    words.feed(html)
    texts = (re.sub(r"\S*[/@]\S*", "", COLUMNS.sub("", text)) for text in words.texts)
    return [text.strip() for text in texts if set(re.findall("[A-Za-z]{2,}", text)) - KEPT]


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


def test_english_is_detected() -> None:
    assert english('<p title="Not reported">價格<code>a-b</code> of</p>') == ["Not reported", "of"]
    assert english('<p>Meta 的價格 <a lang="en">Stay</a></p><code>word</code>') == []


@pytest.mark.parametrize("page", PAGES)
def test_no_english_is_left_over(client, catalogue, page) -> None:
    answer = client.get(f"/zh-hant/{page}", follow=True)
    html = answer.content.decode()
    assert (answer.status_code == 404) is (page == "nowhere/")
    assert '<html lang="zh-Hant"' in html
    assert english(html) == []


@pytest.mark.parametrize("page", ["models/?q=llama&sort=-context", "changelog/?days=7", "nowhere/"])
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
