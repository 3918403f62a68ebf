"""The texts of a Chinese page, what in them is English, and what breaks the typography of Taiwan."""

import re
from html.parser import HTMLParser

# Names, units, formats and what a formula is written with: they are the same in both languages.
KEPT = set(
    re.findall(
        r"\w+",
        "Model Ledger models dev Acme Inference Meta Llama Instruct OpenAI GPT llama gpt instruct meta "
        "openai acme inference token tokens AI LLM USD API JSON CSV PDF PNG ID Atom Feed Lines MIT RAG PR "
        "ETL npm schema SaaS log low high UTF English Anthropic OpenRouter LiteLLM Langfuse FOCUS ics "
        "latest Mistral Small Markdown MB diff vs Cookie cookie CSRF IP GitHub Jevons "
        "Parquet SQLite DuckDB opencode llm prices SHA ETag KB bytes REAL null TWD Amazon Bedrock azure "
        "gateway router service tier speed batch",
    )
)
COLUMNS = re.compile(r"day([、,]\w+)+", re.ASCII)  # of a usage log, by their names
SILENT = {"script", "style", "code", "textarea"}
VOID = {"meta", "link", "input", "br", "hr", "img", "source", "wbr"}
SPOKEN = {"title", "aria-label", "placeholder", "alt", "data-label", "data-done"}
# Elements within a line of text; every other one begins a line and ends one.
INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small"}
INLINE |= {"span", "strong", "sub", "sup", "time", "var", "wbr"}
# What the stylesheet sets apart from the text around it: units, counts, text for screen readers.
APART = {"unit", "n", "vh"}

HAN = r"\u4e00-\u9fff"
WIDE = "，。；：？！、（）「」"
SKIPPED = "\ufffc"  # stands in a line for code, URLs and text in English: Latin to its neighbours
URL_OR_FORMULA = re.compile(r"https?://[!-~]+|log\([^()]*\)")
TYPOGRAPHY = {
    "half-width punctuation beside Han": rf"[{HAN}] ?[,;:!?()]|[,;:!?()] ?[{HAN}]",
    "a space beside full-width punctuation": rf"[{WIDE}] | [{WIDE}]",
    "no space between Han and Latin": rf"[{HAN}][A-Za-z0-9{SKIPPED}]|[A-Za-z0-9{SKIPPED}][{HAN}]",
}


class Lines(HTMLParser):
    """Gathers the lines that a reader sees or hears; code and what is marked as English, skipped.

    Texts of inline elements are joined, as a reader sees them; attributes are lines of their own.
    """

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool, bool]] = []  # tag, whether skipped, whether inline
        self.text = ""
        self.attributes: list[str] = []

    def skips(self) -> bool:
        return bool(self.open and self.open[-1][1])

    def handle_starttag(self, tag, attrs) -> None:
        values = dict(attrs)
        apart = APART & set((values.get("class") or "").split()) or values.get("aria-hidden")
        inline = tag in INLINE and not apart
        skipped = tag in SILENT or values.get("lang") == "en"
        self.text += "" if inline else "\n"
        self.text += SKIPPED if skipped and not self.skips() else ""
        if tag not in VOID:
            self.open.append((tag, skipped or self.skips(), inline))
        self.attributes += [values[name] for name in SPOKEN & values.keys() if values[name]]
        if tag == "meta" and values.get("name") == "description":
            self.attributes.append(values["content"])

    def handle_endtag(self, tag) -> None:
        closed = ""
        while self.open and closed != tag:
            closed, _skipped, inline = self.open.pop()
            self.text += "" if inline else "\n"

    def handle_data(self, data) -> None:
        self.text += "" if self.skips() else re.sub(r"\s+", " ", data)


def lines_of(html: str) -> list[str]:
    lines = Lines()
    lines.feed(html)
    joined = (re.sub(" +", " ", line).strip() for line in lines.text.split("\n"))
    return [line for line in (*joined, *lines.attributes) if line]


def english(html: str) -> list[str]:
    """Return the lines with an English word that is no name, no unit and no id."""
    lines = (re.sub(r"\S*[/@]\S*", "", COLUMNS.sub("", line)) for line in lines_of(html))
    return [line.strip() for line in lines if set(re.findall("[A-Za-z]{2,}", line)) - KEPT]


def mistakes_of_typography(html: str) -> list[tuple[str, str]]:
    """Return the rules that lines break, each with the line."""
    lines = [URL_OR_FORMULA.sub(SKIPPED, line) for line in lines_of(html)]
    rules = TYPOGRAPHY.items()
    return [(name, line) for line in lines for name, rule in rules if re.search(rule, line)]
