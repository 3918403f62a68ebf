"""The tags that remember: texts by language, addresses by page and language."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch
from django.utils import translation


def said(template: Template, language: str, **context: object) -> str:
    with translation.override(language):
        return template.render(Context(context))


def test_a_text_follows_the_language_though_it_is_kept():
    template = Template("{% load i18n %}{% translate 'Models' %}")
    assert [said(template, "en") for _twice in range(2)] == ["Models"] * 2
    assert said(template, "zh-hant") != "Models"
    assert said(template, "en") == "Models"


def test_what_varies_is_not_kept():
    template = Template(
        "{% load i18n %}{% translate word %}{% translate 'Models' as kept %}{{ kept }}"
    )
    assert said(template, "en", word="a") == "aModels"
    assert said(template, "en", word="b<") == "b&lt;Models"


def test_an_address_follows_the_language_and_its_page():
    template = Template("{% url 'provider' key %}")
    assert said(template, "en", key="nvidia") == "/providers/nvidia/"
    assert said(template, "zh-hant", key="nvidia") == "/zh-hant/providers/nvidia/"
    assert said(template, "en", key="chutes") == "/providers/chutes/"


def test_a_page_that_the_site_has_not_is_an_error_unless_it_is_named():
    with pytest.raises(NoReverseMatch):
        said(Template("{% url 'no-such-page' %}"), "en")
    assert said(Template("{% url 'no-such-page' as it %}[{{ it }}]"), "en") == "[]"


def test_a_sentence_is_kept_and_filled_in_anew():
    template = Template(
        "{% load i18n %}{% blocktranslate with day=when %}In this catalogue since {{ day }}."
        "{% endblocktranslate %}"
    )
    assert said(template, "en", when="<b>") == "In this catalogue since &lt;b&gt;."
    assert said(template, "en", when=2026) == "In this catalogue since 2026."
    assert said(template, "zh-hant", when="5").count("5") == 1
    assert said(template, "zh-hant", when="5") != said(template, "en", when="5")


def test_a_sentence_takes_what_the_page_knows():
    template = Template(
        "{% load i18n %}{% blocktranslate %}{{ a }} of {{ b }}{% endblocktranslate %}"
    )
    assert said(template, "en", a=1) == "1 of "


def test_what_is_the_same_is_rendered_once_in_each_language():
    template = Template("{% load i18n %}{% same %}{{ word }}{% translate 'Models' %}{% endsame %}")
    assert said(template, "en", word="a") == "Models"
    assert said(template, "zh-hant", word="a") == "模型"
    assert said(template, "en", word="b") == "Models"


def test_a_gap_is_a_space_but_in_chinese():
    template = Template("{% load i18n %}{% translate 'Maker:' %}{% gap %}Meta")
    assert said(template, "en") == "Maker: Meta"
    assert said(template, "zh-hant").endswith("Meta")
    assert " " not in said(template, "zh-hant")
