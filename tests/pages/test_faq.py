"""The site's own questions and their page."""

import pytest
from django.utils import translation

from pages.answers import SITE_QUESTIONS
from pages.edited_texts import answered
from tests.factories import make_version


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_the_page_shows_every_answer(client, django_assert_max_num_queries, prefix):
    make_version()
    with django_assert_max_num_queries(2):
        html = client.get(f"{prefix}/faq/").content.decode()
    for slug in SITE_QUESTIONS:
        assert f'id="{slug}"' in html
    assert f'href="{prefix}/methodology/"' in html


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_every_answer_is_rendered_in_every_language(language):
    with translation.override(language):
        assert all(answer.text for answer in answered({}))
