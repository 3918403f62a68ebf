"""Compiling translations without GNU gettext."""

import gettext
import os

from config.translations import compile_translations

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "models"
msgstr "模型"
"""


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
