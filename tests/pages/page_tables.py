"""Figures of a page's HTML, read by the standard library's parser, for checks."""

from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

VOID = {"input", "br", "img", "meta", "link", "circle", "line", "path", "rect", "hr"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Element | str] = []

    @property
    def classes(self) -> set[str]:
        return set((self.attributes.get("class") or "").split())

    @property
    def text(self) -> str:
        parts = (one if isinstance(one, str) else one.text for one in self.children)
        return " ".join("".join(parts).split())

    def all(self, tag: str, css: str = "") -> list["Element"]:
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and (not css or css in child.classes):
                    found.append(child)
                found += child.all(tag, css)
        return found


class Tree(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def pairs(root: Element, css: str) -> dict[str, list[str]]:
    """Return the terms of a description list with the texts of their descriptions."""
    found: dict[str, list[str]] = {}
    for listed in root.all("dl", css):
        for group in listed.all("div"):
            (term,) = (one.text for one in group.all("dt"))
            found[term] = [one.text for one in group.all("dd")]
    return found


def shows_price(text: str, price: Decimal | None) -> bool:
    """Whether a text is this price, rounded half up to the decimals it shows, of two digits."""
    if price is None:
        return not text.startswith("$")
    if not text.startswith("$"):
        return False
    shown = Decimal(text[1:].replace(",", ""))
    decimals = -int(shown.as_tuple().exponent)
    exact = price.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) == shown
    return exact and (price >= 1 or price == shown or decimals >= 3)


def shows_tokens(text: str, count: Decimal | None) -> bool:
    """Whether a text is this count, in K or M of 1000 or 1024, rounded half up."""
    if count is None:
        return not text[:1].isdigit()
    number, letter = (text[:-1], text[-1]) if text[-1] in "KMB" else (text, "")
    base = 1024 if count % 1000 and count % 1024 == 0 else 1000
    shown = Decimal(number.replace(",", ""))
    value = Decimal(count) / base ** ("KMB".index(letter) + 1 if letter else 0)
    places = {"": 0, "K": 1, "M": 2, "B": 2}[letter]
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == shown
