"""The admin of the site's texts: an edit shows at once, emptying gives the shipped text back."""

import pytest
from django.utils import translation
from django.utils.html import escape

from catalog.editorial import EditedText
from catalog.models import CatalogueVersion
from pages.edited_texts import EDITABLE
from staff.models import AuditEntry
from tests.factories import make_version
from tests.pages.test_edited_texts import PREFIXES, page_of

pytestmark = pytest.mark.django_db
LIST = "/admin/catalog/editedtext/"
ADD = f"{LIST}add/"


@pytest.fixture(autouse=True)
def version():
    make_version()


def write(client, key, **texts):
    return client.post(ADD, {"key": key, "english": "", "chinese": ""} | texts)


@pytest.mark.parametrize("column", PREFIXES)
@pytest.mark.parametrize("key", ["capability.vision.means", "faq.what.answer"])
def test_an_edit_shows_at_once_and_emptying_gives_the_shipped_text_back(
    client, admin_client, key, column, django_capture_on_commit_callbacks
):
    urls = {name: f"{prefix}{page_of(key)}" for name, prefix in PREFIXES.items()}
    before = {name: client.get(url).content.decode() for name, url in urls.items()}
    with django_capture_on_commit_callbacks(execute=True):
        assert write(admin_client, key, **{column: "Edited by us."}).status_code == 302
    for name, url in urls.items():
        html = client.get(url).content.decode()
        assert ("Edited by us." in html) == (name == column)
    row = EditedText.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        done = admin_client.post(f"{LIST}{row.pk}/change/", {"english": "", "chinese": "  "})
    assert done.status_code == 302
    shipped = {name: body_of(client.get(url).content.decode()) for name, url in urls.items()}
    assert shipped == {name: body_of(html) for name, html in before.items()}


def body_of(html):
    return html.partition("<main")[2].partition("</main>")[0]


def test_each_edit_publishes_a_version_and_is_audited(admin_client):
    versions = CatalogueVersion.objects.count()
    write(admin_client, "faq.what.question", english="What is this?")
    row = EditedText.objects.get()
    admin_client.post(f"{LIST}{row.pk}/change/", {"english": "What’s this?", "chinese": ""})
    admin_client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert CatalogueVersion.objects.count() == versions + 3
    added, changed, deleted = AuditEntry.objects.order_by("id")
    assert added.after["english"] == "What is this?"
    assert (changed.before, changed.after) == (
        {"english": "What is this?"},
        {"english": "What’s this?"},
    )
    assert deleted.action == "delete"


def test_the_form_shows_the_shipped_texts_in_both_languages(admin_client):
    html = admin_client.get(f"{ADD}?key=capability.vision.means").content.decode()
    text = EDITABLE["capability.vision.means"]
    for language in ("en", "zh-hant"):
        with translation.override(language):
            assert escape(text.shipped()) in html


def test_the_list_links_each_text(admin_client):
    EditedText.objects.create(key="faq.gone.answer", english="of an older release")
    html = admin_client.get(LIST).content.decode()
    assert all(f"?key={key}" in html for key in EDITABLE)
    assert "faq.gone.answer" in html


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("faq.what.question", {"english": "x" * 201}),
        ("faq.what.answer", {"chinese": "字" * 3001}),
        ("capability.vision.means", {"english": "nul \x00"}),
        ("faq.unknown.answer", {"english": "x"}),
    ],
)
def test_what_is_refused(admin_client, key, typed):
    assert write(admin_client, key, **typed).status_code == 200
    assert not EditedText.objects.exists()
