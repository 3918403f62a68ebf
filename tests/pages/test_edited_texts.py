"""Texts that editors change: each exists, shows at once, and gives way to the shipped one."""

import pytest
from django.utils import translation

from catalog.capabilities import CAPABILITIES
from catalog.editorial import LONGEST_TEXT, EditedText
from pages.edited_texts import EDITABLE, answered, edited_texts, explained
from tests.factories import make_version

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> {{ secret }}"
PREFIXES = {"english": "", "chinese": "/zh-hant"}


@pytest.fixture(autouse=True)
def version():
    make_version()


def page_of(key):
    kind, name, _part = key.split(".")
    return "/faq/" if kind == "faq" else f"/capabilities/{name}/"


@pytest.mark.parametrize("language", ["en", "zh-hant"])
@pytest.mark.parametrize("key", EDITABLE)
def test_every_text_is_shipped_in_every_language(key, language):
    with translation.override(language):
        text = EDITABLE[key].shipped()
    assert text.strip()
    assert len(text) <= EDITABLE[key].most <= LONGEST_TEXT


@pytest.mark.parametrize(("column", "prefix"), PREFIXES.items())
def test_each_text_reaches_its_page(client, column, prefix):
    texts = [EditedText(**{"key": key, column: f"[{key}]"}) for key in EDITABLE]
    EditedText.objects.bulk_create(texts)
    pages = {page_of(key): client.get(f"{prefix}{page_of(key)}") for key in EDITABLE}
    html = {url: response.content.decode() for url, response in pages.items()}
    assert [key for key in EDITABLE if f"[{key}]" not in html[page_of(key)]] == []


def test_what_an_editor_writes_is_escaped(client):
    texts = [EditedText(key=key, english=HOSTILE) for key in EDITABLE]
    EditedText.objects.bulk_create(texts)
    for page in ("/faq/", "/capabilities/", "/capabilities/vision/"):
        html = client.get(page).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ secret }}" in html


def test_addresses_in_an_answer_become_links(client):
    EditedText.objects.create(key="faq.source.answer", english="See https://models.dev/about now.")
    html = client.get("/faq/").content.decode()
    assert '<a href="https://models.dev/about" rel="nofollow">https://models.dev/about</a>' in html
    (answer,) = (one for one in answered(edited_texts(None)) if one.slug == "source")
    assert answer.text == "See https://models.dev/about now."


def test_limitations_are_one_per_line():
    key = "capability.pdf.caveats"
    texts = {key: EditedText(key=key, english="One.\r\n\r\n Two. \r\n")}
    (pdf,) = (one for one in CAPABILITIES if one.key == "pdf")
    assert explained(pdf, texts).caveats == ("One.", "Two.")
    assert explained(pdf, {}) == pdf


def test_texts_are_read_once_per_version(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # the version, and the texts
        client.get("/faq/")
    with django_assert_max_num_queries(1):
        client.get("/zh-hant/faq/")
