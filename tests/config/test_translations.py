"""The translations: compiled without GNU gettext, complete, and in the Chinese of Taiwan."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings

from config.translations import compile_translations
from tests.services.gettext import MISSING, is_installed

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "models"
msgstr "模型"
"""


# Compiling


def test_a_translation_is_compiled_once(tmp_path) -> None:
    source = tmp_path / "zh_Hant" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    assert compile_translations(tmp_path) == [source]
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("models") == "模型"
    assert compile_translations(tmp_path) == []


def test_a_changed_translation_is_compiled_again(tmp_path) -> None:
    source = tmp_path / "django.po"
    source.write_text(PO, encoding="utf-8")
    compile_translations(tmp_path)
    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert compile_translations(tmp_path) == [source]


# The Chinese texts

CHINESE = Path(settings.LOCALE_PATHS[0], "zh_Hant", "LC_MESSAGES", "django.po")
HAN = r"\u4e00-\u9fff"
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|\{[\w:.,]*\}")
# Words of the mainland that Taiwan says otherwise; docs/decisions/0012-chinese-terms.md.
ELSEWHERE = (
    *(
        "渠道",
        "信息",
        "默認",
        "質量",
        "視頻",
        "音頻",
        "網絡",
        "軟件",
        "硬件",
        "數據",
        "用戶",
        "接口",
    ),
    *("調用", "緩存", "加載", "搜索", "服務器", "字符", "支持", "通過", "鏈接", "窗口", "打印"),
)


def is_simplified(character: str) -> bool:
    """Whether Taiwan's own character set lacks it."""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return True
    return False


@pytest.fixture(scope="module")
def chinese() -> polib.POFile:
    return polib.pofile(str(CHINESE))


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def message_ids(catalog: polib.POFile) -> set[tuple[str, str, str | None]]:
    return {(entry.msgid, entry.msgid_plural, entry.msgctxt) for entry in catalog}


@pytest.mark.skipif(not is_installed(), reason=MISSING)
def test_every_marked_text_has_an_entry_and_no_other_text_has(chinese, tmp_path) -> None:
    """Extract into a copy of the sources, and compare; `make messages` mends both."""
    for folder in (*settings.OUR_APPS, "templates", "locale"):
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder)
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    extracted = polib.pofile(str(tmp_path / CHINESE.relative_to(settings.BASE_DIR)))
    marked, stored = message_ids(extracted), message_ids(chinese)
    assert {"new": marked - stored, "gone": stored - marked} == {"new": set(), "gone": set()}


def test_nothing_is_untranslated_fuzzy_or_obsolete(chinese) -> None:
    assert [entry.msgid for entry in chinese.untranslated_entries()] == []
    assert [entry.msgid for entry in chinese if entry.fuzzy or entry.obsolete] == []
    assert all(text.strip() for entry in chinese for text in texts_of(entry))


def test_no_text_has_two_entries(chinese) -> None:
    twice = Counter((entry.msgctxt, entry.msgid) for entry in chinese)
    assert [name for name, times in twice.items() if times > 1] == []


def test_placeholders_are_those_of_the_text(chinese) -> None:
    """A plural form may lack its number in English; Chinese says what either form says."""
    for entry in chinese:
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(
            PLACEHOLDER.findall(entry.msgid_plural)
        )
        for text in texts_of(entry):
            assert set(PLACEHOLDER.findall(text)) == wanted, entry.msgid


def test_tags_are_those_of_the_text(chinese) -> None:
    for entry in chinese:
        for text in texts_of(entry):
            assert re.findall(r"<[^>]*>", text) == re.findall(r"<[^>]*>", entry.msgid), text


def test_characters_and_words_are_those_of_taiwan(chinese) -> None:
    for entry in chinese:
        for text in texts_of(entry):
            assert not [c for c in re.findall(f"[{HAN}]", text) if is_simplified(c)], text
            assert not [word for word in ELSEWHERE if word in text], text


@pytest.mark.parametrize(
    "name, wrong",
    [
        ("half-width punctuation beside Han", rf"[{HAN}][,;:!?()]|[,;!?()][{HAN}]"),
        ("no space between Han and Latin", rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9](?<!\)s)[{HAN}]"),
        ("no space beside a placeholder", rf"[{HAN}]%\((?:model|maker|provider|cost|price)\)s"),
        (
            "a space beside full-width punctuation",
            r"[，。；：？！、（）「」] | [，。；：？！、（）「」]",
        ),
        ("quotation marks of another language", r"[“”‘’]"),
    ],
)
def test_typography(chinese, name, wrong) -> None:
    texts = (re.sub(r"<[^>]*>", "", text) for entry in chinese for text in texts_of(entry))
    assert [text for text in texts if re.search(wrong, text)] == [], name
