"""The search index at 20,000 and 100,000 documents of hostile size: memory, build and search.

Each document has words of its own, as 100,000 junk offers would. The index once held an integer
with a bit per document for each word, which takes memory by the square of the documents.
"""

import random
import string
import sys
import time
import tracemalloc
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from catalog.listing.search import Document, SearchIndex

SIZES = (5_000, 20_000, 100_000)
QUERIES = ("claude", "cluade sonet", "gpt-4o mini", "llama 3.3 70b", "x", "mistral larg", "a")
COMMON = ("claude", "sonnet", "gpt", "mini", "llama", "mistral", "large", "qwen", "70b", "instruct")


def documents(count: int) -> list[Document]:
    draw = random.Random(1)

    def word() -> str:
        return "".join(draw.choices(string.ascii_lowercase, k=9))

    made = []
    for _ in range(count):
        slug = f"{draw.choice(COMMON)}-{draw.choice(COMMON)}-{word()}-{draw.randrange(999)}"
        made.append(Document(f"junk/{slug}", slug.replace("-", " ").title(), (slug, word())))
    return made


def main() -> None:
    print(
        "| documents | memory, MB | build, s CPU | search, ms (median) | p95 |\n" + "|---" * 5 + "|"
    )
    for count in SIZES:
        made = documents(count)
        tracemalloc.start()
        began = time.process_time()
        index = SearchIndex(made)
        took, memory = time.process_time() - began, tracemalloc.get_traced_memory()[0] / 1e6
        tracemalloc.stop()
        taken = []
        for query in QUERIES * 5:
            began = time.process_time()
            index.search(query, 8)
            taken.append(1000 * (time.process_time() - began))
        slowest = quantiles(taken, n=20)[-1]
        print(f"| {count:,} | {memory:.0f} | {took:.1f} | {median(taken):.1f} | {slowest:.1f} |")


if __name__ == "__main__":
    main()
