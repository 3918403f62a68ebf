"""An event on the page: its subject, its headline, what opens."""

import pytest

from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db


def news(client, query="", prefix=""):
    html = client.get(f"{prefix}/changelog/{query}").content.decode()
    return " ".join(html.partition('id="news"')[2].partition("</nav>")[0].split())


def test_a_cut_opens_to_the_other_offers(client, publish):
    sellers = ("acme", "openai", "other")
    publish(DAYS[0], **{key: {"gpt-5": at(2)} for key in sellers})
    publish(DAYS[1], **{key: {"gpt-5": at(1)} for key in sellers})
    text = news(client)
    assert "<summary>and 2 more offers</summary>" in text
    assert text.index("Openai") < text.index("<summary>") < text.index("Acme")


def test_a_list_of_additions_opens_under_its_provider(client, publish):
    publish(DAYS[0], acme={"gpt-5": at(2)})
    publish(DAYS[1], acme={"gpt-5": at(2), "a": at(1, name="A"), "b": at(1, name="B")})
    text = news(client)
    assert '<a class="who" href="/providers/acme/">Acme</a>' in text
    assert "<summary>2 models added</summary>" in text


def test_an_offer_is_named_by_its_id_where_its_provider_has_several(client, publish):
    publish(DAYS[0], acme={"gpt-5": at(2), "openai/gpt-5": at(2)}, other={"gpt-5": at(2)})
    publish(
        DAYS[1],
        acme={"gpt-5": at(1), "openai/gpt-5": at(2)},
        other={"gpt-5": at(2, reasoning=True)},
    )
    text = news(client)
    assert '<code class="muted">gpt-5</code>' in text
    assert text.count("<code") == 1


def test_corrections_fold(client, publish):
    publish(DAYS[0], acme={"gpt-5": at(2), "a": at(1, name="A")}, other={"gpt-5": at(2)})
    publish(
        DAYS[1],
        acme={"gpt-5": at(2, name="GPT-5"), "a": at(1, name="A!")},
        other={"openai/gpt-5": at(2)},
    )
    text = news(client)
    assert "Corrections and metadata" in text
    assert "<summary> 2 edits </summary>" in text
