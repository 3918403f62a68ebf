"""Links to comparisons in templates."""

import pytest
from django.template import engines


@pytest.mark.parametrize(
    "tag, url",
    [
        ("{% versus 'xai/grok' 'meta/llama' %}", "/compare/meta/llama/vs/xai/grok/"),
        ("{% versus path path %}", "/compare/meta/llama/"),
        ("{% versus %}", "/compare/"),
    ],
)
def test_the_order_of_models_makes_no_difference(tag, url):
    template = engines["django"].from_string(f"{{% load versus %}}{tag}")
    assert template.render({"path": "meta/llama"}) == url
