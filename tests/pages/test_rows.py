"""The rows of tables with prices."""

import pytest

from pages.templatetags.rows import model_rows, offering_rows
from tests.factories import make_model, make_offering, make_provider

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>"


def test_what_comes_from_upstream_is_escaped():
    model = make_model(name=EVIL)
    provider = make_provider("evil", name=EVIL, doc_url=f'https://x/"{EVIL}')
    offering = make_offering(model, provider.key, EVIL, status=EVIL, released='"><b>')
    for rows in (model_rows([model]), offering_rows([offering])):
        assert "<script" not in rows
        assert "<b>" not in rows
