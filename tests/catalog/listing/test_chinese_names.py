"""Chinese names of makers and families: the tables pair both scripts and lead to known makers."""

import pytest

from catalog.identity.makers import maker_of_alias
from catalog.listing.chinese_names import LONGEST_FIRST, MEANINGS, NAMES, SIMPLER


@pytest.mark.parametrize("named", NAMES, ids=lambda named: named.traditional)
def test_both_scripts_pair_name_by_name(named):
    one, other = named.traditional.split(), named.simplified.split()
    assert list(map(len, one)) == list(map(len, other))
    assert named.traditional.translate(SIMPLER) == named.simplified


@pytest.mark.parametrize(
    "text, simplified",
    [("通義千問", "通义千问"), ("通义千問", "通义千问"), ("qwen 豆包", "qwen 豆包"), ("", "")],
)
def test_a_text_of_mixed_scripts_becomes_simplified(text, simplified):
    assert text.translate(SIMPLER) == simplified


@pytest.mark.parametrize(
    "name, words",
    [
        ("阿里云", {"alibaba"}),
        ("万相", {"alibaba", "wan"}),
        ("可灵", {"kling", "klingai"}),
        ("智谱", {"zhipuai", "glm"}),
    ],
    ids=["one maker", "in two lines", "family and maker", "short for another"],
)
def test_a_name_has_the_words_of_all_its_lines(name, words):
    assert MEANINGS[name] == words


def test_a_name_within_another_is_tried_after_it():
    for place, name in enumerate(LONGEST_FIRST):
        assert not any(name in later for later in LONGEST_FIRST[place + 1 :])


def test_words_are_lower_case_latin():
    for name, words in MEANINGS.items():
        assert words, name
        assert all(word.isascii() and word == word.lower() for word in words)


@pytest.mark.parametrize("name", ["阿里巴巴", "深度求索", "谷歌", "微软", "亚马逊", "马斯克"])
def test_a_makers_name_leads_to_a_maker_of_the_table(name):
    assert any(maker_of_alias(word) for word in MEANINGS[name])
