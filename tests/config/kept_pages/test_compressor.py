"""Pages are compressed in the background, once, when they are asked for again."""

from config.kept_pages import compressor
from config.kept_pages.asked import read_asked
from config.kept_pages.compressor import Compressor
from config.kept_pages.keeper import Keeper
from config.kept_pages.page import make_page

ASKED = read_asked("http", "/faq/", "", {"host": "localhost"})


def test_a_page_is_compressed_when_it_is_served(monkeypatch):
    keeper, made = Keeper(1), Compressor()
    monkeypatch.setattr(compressor, "KEEPER", keeper)
    page = make_page("state", "x", [("Content-Type", "text/html")], b"<p>text</p>" * 500)
    keeper.keep(ASKED, page)
    assert not page.is_best
    for _again in range(3):
        made.served(ASKED, page)
    made.wait()
    assert page.is_best
    assert keeper.plain.bytes == page.size


def test_what_needs_no_compression_starts_no_thread():
    made = Compressor()
    made.served(ASKED, make_page("state", "x", [("Content-Type", "image/png")], b"png"))
    assert made._thread is None


def test_no_more_wait_than_memory_allows(monkeypatch):
    monkeypatch.setattr(compressor, "MOST_WAITING", 2)
    made = Compressor()
    monkeypatch.setattr(made, "_start", lambda: None)
    for _ in range(10):
        made.served(ASKED, make_page("s", "x", [("Content-Type", "text/html")], b"text" * 500))
    assert made._waiting.qsize() == 2
