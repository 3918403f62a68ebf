"""Mistakes in the texts of a page are detected."""

import pytest

from tests.config.chinese_text import SKIPPED, english, mistakes_of_typography


def test_english_is_detected() -> None:
    html = '<p title="Not reported">價格<code>a-b</code> of</p>'
    assert english(html) == [f"價格{SKIPPED} of", "Not reported"]
    assert english('<p>Meta 的價格 <a lang="en">Stay</a></p><code>word</code>') == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>價格,",
        "<p>(價格",
        "<p>價格</a>: 低",
        "<p>（價格） 低",
        "<p>價格 <b>（低）",
        "<p>「<i>低</i>」 3",
        "<p>價格<b>USD",
        "<p>3<b>個",
        "<p>價格<code>x",
        '<p>價格<a lang="en">x',
        '<p title="3個">',
        '<meta name="description" content="價格, 低">',
    ],
)
def test_a_mistake_of_typography_is_detected(html) -> None:
    assert len(mistakes_of_typography(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<p>價格，低。<p>3",
        "<p>價格 <b>3</b> 元（USD）",
        "<p>價格 log(上限, 4,096)：3",
        "<p>價格 https://a.b/c?d=e,f 低",
        "<li>價格：</li> <li>低",
        '價格<b class="unit">USD',
        '<b class="vh">移除：</b> 低',
        '低： <b aria-hidden="true">✕',
        "價格 <code>x()</code>：低",
    ],
)
def test_correct_typography_is_accepted(html) -> None:
    assert mistakes_of_typography(html) == []
