"""Search, start and ingest as a library grows: with made-up text and vectors, each size in a process of its own.

`run.py size` asks libraries of SIZES paragraphs, and ingests folders of FOLDERS articles (`--limit N`: of N each).
Each time is the clock's and the processor's: on a busy computer the first is far above the second.
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from common import REPOSITORY, Result, say

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
BARS = {100_000: 40.0, 1_000_000: 150.0}  # median ms of a search
FOLDERS = (1000, 5000, 20_000)
DIM = 384
SENTENCES = ((1, 2, 3, 4, 5), (0.25, 0.3, 0.25, 0.13, 0.07))  # of a paragraph, and how often, as in wikinews
WORDS = 23  # of a sentence
PARAGRAPHS = 10  # of an article
TOPICS = 2000  # that the made-up vectors lie around
FILE = 500  # articles that are written at once
ASKED = 40  # questions


class MadeUp:
    """An embedder of random vectors."""

    name = "made-up"

    def __init__(self) -> None:
        self._chance = np.random.default_rng(1)
        self._topics = self._chance.standard_normal((TOPICS, DIM))

    def near(self, which: int, count: int) -> Any:
        """Return vectors near one topic, shape (count, DIM)."""
        rows = self._topics[which % TOPICS] + self._chance.standard_normal((count, DIM))
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def encode(self, texts):
        return np.concatenate([self.near(int(self._chance.integers(TOPICS)), 1) for _ in texts])

    def encode_titled(self, texts):
        return [self.near(len(one.title), 1 + len(one.parts)) for one in texts]


class Words:
    """Words of the sample articles, and pairs of them, as often as Zipf and Mandelbrot have it."""

    def __init__(self, *, kinds: int = 200_000) -> None:
        texts = (path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "corpus").glob("*.md")))
        real = [word for word, _ in Counter(re.findall(r"[a-z]{2,}", " ".join(texts).lower())).most_common()]
        pairs = (f"{a}{b}" for a in real[100:] for b in real[100:600])
        self._words = np.array([*real, *(next(pairs) for _ in range(kinds - len(real)))])
        self._upto = np.cumsum(1 / (np.arange(kinds) + 2.7))
        self._chance = np.random.default_rng(2)

    def some(self, count: int, *, beyond: int = 0) -> list[str]:
        """Return so many words, none of the most frequent `beyond`."""
        start = self._upto[beyond - 1] if beyond else 0.0
        drawn = self._chance.uniform(start, self._upto[-1], count)
        return list(self._words[np.searchsorted(self._upto, drawn)])


def articles(count: int, words: Words) -> Iterator[Any]:
    """Yield made-up articles of PARAGRAPHS paragraphs, of five years and 20 publishers, some of which have few."""
    from briefer.schema import Article, Paragraph, Role, Span

    chance = random.Random(3)
    for number in range(count):
        at, parts, text = 0, [], []
        for place in range(1, PARAGRAPHS + 1):
            spans = []
            for _ in range(chance.choices(*SENTENCES)[0]):
                sentence = " ".join(words.some(WORDS)).capitalize() + "."
                spans.append(Span(start=at, end=at + len(sentence)))
                text.append(sentence)
                at += len(sentence) + 1
            parts.append(
                Paragraph(number=place, start=spans[0].start, end=spans[-1].end, role=Role.TEXT, sentences=tuple(spans))
            )
            text.append("\n")
            at += 2
        day = np.datetime64("2021-01-01") + chance.randrange(5 * 365)
        publisher = f"Paper {min(int(chance.expovariate(0.35)), 19)}"
        yield Article(
            path=f"{number // FILE}.jsonl#{number}", title=" ".join(words.some(7, beyond=50)), publisher=publisher,
            date=str(day), sha256=f"{number:064x}", text=" ".join(text), paragraphs=tuple(parts),
        )  # fmt: skip


def searched(count: int, folder: Path) -> dict[str, Any]:
    """Return what a search takes over so many paragraphs: median ms by filter and part, memory and disk in bytes."""
    from briefer.grounding.retrieve import CANDIDATES, retrieve
    from briefer.language.tokens import terms
    from briefer.library.filters import Filters

    words, embedder, library = Words(), MadeUp(), opened(folder)
    questions = [" ".join([*words.some(3, beyond=50), *words.some(2, beyond=500)]) for _ in range(ASKED)]
    cases = {
        "no filter": Filters(),
        "the last tenth": Filters(since="2025-07-01"),
        "all but a tenth": Filters(until="2025-07-01"),
        "a paper of many": Filters(publisher="paper 0"),
        "a paper of few": Filters(publisher="paper 12"),
        "a paper in one year": Filters(since="2023-01-01", until="2023-12-31", publisher="Paper 1"),
        "one article": Filters(articles=("0.jsonl#3",)),
    }
    before, started = resident(), time.process_time()
    retrieve(questions[0], library, embedder)
    first, held = time.process_time() - started, resident() - before
    took = {
        name: each(lambda q, f=only: retrieve(q, library, embedder, filters=f), questions)
        for name, only in cases.items()
    }
    wide = cases["all but a tenth"]
    vector = embedder.encode(["it"])[0]
    parts = {
        "vectors": each(lambda _: library.near(vector, top_k=CANDIDATES, filters=Filters()), questions),
        "vectors, filtered": each(lambda _: library.near(vector, top_k=CANDIDATES, filters=wide), questions),
        "keywords": each(lambda q: library.match(terms(q), top_k=CANDIDATES, filters=Filters()), questions),
        "keywords, filtered": each(lambda q: library.match(terms(q), top_k=CANDIDATES, filters=wide), questions),
        "a frequent word": each(lambda _: library.match(["president"], top_k=CANDIDATES, filters=Filters()), questions),
        "rarities": each(lambda q: (library.frequencies(terms(q)), library.paragraphs()), questions),
    }
    library.close()
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"first_s": first, "held": held, "disk": disk, "ms": took, "parts_ms": parts}


def filled(count: int, folder: Path) -> dict[str, Any]:
    """Make a library of so many paragraphs."""
    from briefer.library.folder import Read, Stamp
    from briefer.library.ingest import embed

    library, some = opened(folder), []
    with library.writing():
        for number, article in enumerate(articles(count // PARAGRAPHS, Words()), 1):
            some.append(article)
            if number % FILE == 0 or number == count // PARAGRAPHS:
                library.put([Read(article.path.split("#")[0], Stamp(1, 1), some)])
                some = []
        embed(library, MadeUp())
    library.close()
    return {}


def written(count: int, folder: Path) -> dict[str, Any]:
    """Write so many small articles: three paragraphs each of sample articles, a third of whose words are others."""
    chance, words = random.Random(4), Words()
    sources = [
        path.read_text(encoding="utf-8").split("---")[-1] for path in sorted((REPOSITORY / "corpus").glob("*.md"))
    ]
    paragraphs = [part.split() for text in sources for part in text.split("\n\n") if len(part.split()) > 20]
    for number in range(count):
        (own := folder / f"{number // 1000}").mkdir(exist_ok=True, parents=True)
        new = iter(words.some(1000))
        parts = (
            " ".join(next(new) if chance.random() < 1 / 3 else word for word in part)
            for part in chance.sample(paragraphs, 3)
        )
        (own / f"{number}.txt").write_text(
            "\n\n".join([" ".join(words.some(6, beyond=50)).capitalize(), *parts]), encoding="utf-8"
        )
    return {}


def ingested(count: int, folder: Path) -> dict[str, Any]:
    """Return how long a folder takes to be brought up to date, in seconds, and the peak memory of that in bytes."""
    from briefer.library.folder import scan
    from briefer.library.ingest import ingest

    clock, processor, library = time.perf_counter(), time.process_time(), opened(folder / "index")
    done = ingest(folder / "corpus", scan(folder / "corpus"), library, MadeUp())
    library.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    took = [round(time.perf_counter() - clock, 3), round(time.process_time() - processor, 3)]
    return {"s": took, "peak": peak, "read": len(done.read), "total": done.total}


def size(options: Namespace) -> Result:
    """Return medians of searches, what a library takes in memory and on disk, and the peak memory of ingest."""
    rows, figures = [], {"searched": {}, "ingested": {}}
    for count in (options.limit,) if options.limit else SIZES:
        say(f"size: {count} paragraphs")
        with tempfile.TemporaryDirectory() as folder:
            child("filled", count, folder)
            one = figures["searched"][count] = child("searched", count, folder)
        bare, most, bar = one["ms"]["no filter"], max(one["ms"].values()), BARS.get(count)
        told = f"{bare[0]:.1f} / {most[0]:.1f} ({bare[1]:.1f} / {most[1]:.1f} of the processor)"
        judged = (f"< {bar:.0f}", most[0] < bar) if bar else ("", None)
        rows.append((f"size: {count} paragraphs, ms of a search without a filter / with the slowest", told, *judged))
        told = " / ".join(f"{one[what] * 0.1 / count:.0f}" for what in ("held", "disk"))
        rows.append((f"size: {count} paragraphs, MB in memory / on disk a 100,000", told, "", None))
        rows.append((f"size: {count} paragraphs, first search in a new process, s", f"{one['first_s']:.2f}", "", None))
    for count in (options.limit,) if options.limit else FOLDERS:
        say(f"size: {count} articles")
        with tempfile.TemporaryDirectory() as folder:
            child("written", count, f"{folder}/corpus")
            new, again = child("ingested", count, folder), child("ingested", count, folder)
        assert (new["read"], again["read"], again["total"]) == (count, 0, count)
        figures["ingested"][count] = {"new": new, "unchanged": again}
        told = f"{new['peak'] / 1e6:.0f}; {again['s'][0]:.2f} ({again['s'][1]:.2f} of the processor)"
        rows.append((f"size: {count} articles, peak MB of ingest; unchanged, s", told, "", None))
    peaks = [one["new"]["peak"] for one in figures["ingested"].values()]
    if len(peaks) > 1:
        grown = max(peaks) / peaks[0]
        rows.append(("size: peak of ingest, of the smallest folder's", f"{grown:.2f}", "<= 1.10", grown <= 1.1))
        drawn(figures["searched"], options.results / "size.svg")
    return rows, figures


def drawn(figures: dict[int, Any], path: Path) -> None:
    """Draw how searches and what a library takes grow."""
    import leather

    def line(of: Callable[[Any], float]) -> list[tuple[int, float]]:
        return [(count, of(one)) for count, one in figures.items()]

    grid = leather.Grid()
    for title, lines in (
        ("Median ms of a search", {"no filter": lambda one: one["ms"]["no filter"][0], "the slowest filter": slowest}),
        ("MB in memory while it is searched", {"index": lambda one: one["held"] / 1e6}),
        ("MB on disk", {"index": lambda one: one["disk"] / 1e6}),
    ):
        chart = leather.Chart(f"{title}, by paragraphs")
        for name, of in lines.items():
            chart.add_line(line(of), name=name)
        grid.add_one(chart)
    grid.to_svg(str(path))


def slowest(one: dict[str, Any]) -> float:
    return max(clock for clock, _ in one["ms"].values())


def opened(folder: Path) -> Any:
    from briefer.language.parser import Blank
    from briefer.library.library import Library

    return Library(folder, embedder=MadeUp.name, parser=Blank())


def each(work: Callable[[str], object], questions: list[str]) -> list[float]:
    """Return the median ms of something done with each question, after a first time: the clock's, the processor's."""
    work(questions[0])
    took = []
    for question in questions:
        clock, processor = time.perf_counter(), time.process_time()
        work(question)
        took.append((time.perf_counter() - clock, time.process_time() - processor))
    return [round(median(one) * 1000, 2) for one in zip(*took, strict=True)]


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def child(what: str, count: int, folder: str) -> dict[str, Any]:
    command = [sys.executable, __file__, what, str(count), folder]
    return json.loads(subprocess.check_output(command))


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))))
