"""The same model simply asked for a brief with the ten best paragraphs, scored as `brief eval` scores the program's.

    python bench/briefs_baseline.py [--eval DIR] [--model NAME|FILE.gguf] [--limit N] [--format F] [-o FILE]

A json report of it goes with one of the program: `brief eval --compare program.json asked.json`. Its reply is read
kindly: a line that cites nothing is taken to cite the paragraph that it shares most words with, and a citation to quote
the sentence that it does.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from common import REPOSITORY, model_file, present, say
from questions import REFUSAL

from briefer import Briefer, __version__
from briefer.evaluation.rendering import FORMATS
from briefer.evaluation.report import Line
from briefer.evaluation.run import Subject, evaluate
from briefer.evaluation.sets import read
from briefer.language.dates import DATE, iso
from briefer.language.tokens import stems
from briefer.models.llm.fake import FakeModel
from briefer.models.loader import FAKE, Loader
from briefer.progress import Progress
from briefer.schema import Article, Brief, Citation, Claim, Event, Made, Passage, Statement, Wording

PARAGRAPHS, MOST_TOKENS, CONTEXT = 10, 500, 8192
PROMPT = Template(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))
Reply = tuple[str, int]  # the text, and the tokens that were evaluated for it
Sections = dict[str, list[Claim]]

MARKS = re.compile(r"^[\s#>*•–-]*(?:\d{1,2}[.)]\s+)?[*_]*")  # what a line of Markdown begins with
SECTION = re.compile(
    r"(headline|bottom line|key points?|who said what|timeline)\b[\s*_]*(?::|$)[\s*_]*(.*)", re.IGNORECASE
)
CITED = re.compile(
    r"\s*[\[(](?:paragraphs?\s*)?(\d{1,2}(?:(?:\s*,\s*|\s+and\s+|\s*[-–]\s*)\d{1,2})*)[\])]", re.IGNORECASE
)
# "Ada Brandt: …", "Ada Brandt said that …"
SPEAKER = re.compile(
    r"([^:“\"]{2,60}?)(?::|\s+(?:said|says|stated|told|claimed|claims|warned|added|wrote|denied|called)\b)"
)


class Asked:
    """A folder of articles that a model is simply asked for briefs on."""

    def __init__(self, briefer: Briefer, reply: Callable[[str], Reply], model: str) -> None:
        self.briefer, self.reply, self.model = briefer, reply, model
        self.article, self.ingest, self.search = briefer.article, briefer.ingest, briefer.search

    def brief(self, topic: str) -> Brief:
        started = time.perf_counter()
        passages = self.search(topic, top_k=PARAGRAPHS)
        listed = "\n\n".join(f"[{number}] {passage.text}" for number, passage in enumerate(passages, 1))
        text, tokens = self.reply(PROMPT.substitute(topic=topic, paragraphs=listed))
        seconds = time.perf_counter() - started
        articles = {path: self.article(path) for path in {passage.article for passage in passages}}
        made = Made(
            version=__version__, model=self.model, model_sha256=None, embedder="", corpus=self.briefer.corpus.name,
            corpus_sha256="", articles=len(articles), settings={"paragraphs": PARAGRAPHS},
            at=datetime.now(UTC).isoformat(timespec="seconds"), seconds=seconds, tokens=tokens,
        )  # fmt: skip
        return page(topic, text, passages, articles, made)


def page(topic: str, text: str, passages: Sequence[Passage], articles: dict[str, Article], made: Made) -> Brief:
    """Return what a model replied, as a brief; one that is not answered where it says that there is nothing."""
    found = {} if refused(text) else sections(text, passages, articles)
    first, *more = found.get("headline") or [None]
    said = [(SPEAKER.match(claim.text), claim) for claim in found.get("who said what", ())]
    dated = [(DATE.search(claim.text), claim) for claim in found.get("timeline", ())]
    rest = [claim for known, claim in (*said, *dated) if not known]
    return Brief(
        topic=topic, answered=bool(found), reason="" if found else text.strip(), headline=first,
        bottom_line=(*more, *found.get("bottom line", ())), key_points=(*found.get("key point", ()), *rest),
        who_said_what=tuple(Statement(speaker=who[1].strip(), verb="said", claim=claim) for who, claim in said if who),
        timeline=tuple(Event(date=day.group(), iso=iso(day.group()), claim=claim) for day, claim in dated if day),
        figures=(), watch=(), gaps=(), stories=(), sources=(), accounts=0,
        nearest=() if found else tuple(passages[:3]), made=made,
    )  # fmt: skip


def refused(text: str) -> bool:
    """Return whether a reply has no part of a brief, and says that there is nothing."""
    parts = any(SECTION.match(MARKS.sub("", line)) for line in text.splitlines())
    return not text.strip() or (not parts and bool(REFUSAL.search(re.split(r"(?<=[.!?])\s", text.strip())[0])))


def sections(text: str, passages: Sequence[Passage], articles: dict[str, Article]) -> Sections:
    """Return the statements of a reply by the part that they stand in, a line each; key points where none is named."""
    found: Sections = {}
    name = "key point"
    for line in text.splitlines():
        bare = MARKS.sub("", line).strip()
        if part := SECTION.match(bare):
            name, bare = part[1].lower().removesuffix("s"), part[2]
        statement = re.sub(r"[*_]{2,}", "", CITED.sub("", bare)).strip()
        if re.search(r"\w", statement):
            found.setdefault(name, []).append(claim_of(statement, bare, passages, articles))
    return found


def claim_of(statement: str, line: str, passages: Sequence[Passage], articles: dict[str, Article]) -> Claim:
    """Return the claim of a line, with what it cites."""
    words = stems(statement)
    numbers = {number for marks in CITED.findall(line) for number in numbers_in(marks)}
    cited = [passages[number - 1] for number in sorted(numbers) if 0 < number <= len(passages)]
    cited = cited or [max(passages, key=lambda passage: len(words & stems(passage.text)))]
    citations = tuple(quoted(words, passage, articles[passage.article]) for passage in cited)
    return Claim(text=statement, support=1.0, wording=Wording.MODEL, citations=citations)


def numbers_in(marks: str) -> Iterator[int]:
    """Yield the numbers of a citation: "1, 3-5" and "1 and 3"."""
    for first, last in re.findall(r"(\d+)(?:\s*[-–]\s*(\d+))?", marks):
        yield from range(int(first), int(last or first) + 1)


def quoted(words: set[str], passage: Passage, article: Article) -> Citation:
    """Return a citation of the sentence of a paragraph that shares most words with a statement."""
    spans = article.paragraphs[passage.paragraph - 1].sentences
    span = max(spans, key=lambda span: len(words & stems(article.text[span.start : span.end])))
    return Citation(
        article=passage.article, title=passage.title, publisher=passage.publisher, date=passage.date,
        paragraph=passage.paragraph, quote=article.text[span.start : span.end], start=span.start, end=span.end,
    )  # fmt: skip


def plain(model: str | None) -> Callable[[str], Reply]:
    """Return a function from a request to the model's greedy reply, by its own chat template and without a grammar."""
    import llama_cpp

    threads = len(os.sched_getaffinity(0))
    llama = llama_cpp.Llama(
        str(model_file(model)), n_ctx=CONTEXT, n_threads=threads, n_threads_batch=threads, flash_attn=True,
        verbose=False,
    )  # fmt: skip

    def reply(request: str) -> Reply:
        messages = [{"role": "user", "content": request}]
        made = llama.create_chat_completion(messages, temperature=0, max_tokens=MOST_TOKENS)
        return made["choices"][0]["message"]["content"], made["usage"]["total_tokens"]

    return reply


def echo(request: str) -> Reply:
    """Return the first sentences of the paragraphs as key points, to try the script out without a model."""
    paragraphs = re.findall(r"^\[\d+\] .+$", request, re.MULTILINE)
    first = [re.split(r"(?<=[.!?])\s", line.split("] ", 1)[1])[0] for line in paragraphs]
    lines = [f"- {sentence} [{number}]" for number, sentence in enumerate(first, 1)]
    return "\n".join(["Headline", *lines[:1], "Key points", *lines[1:]]), len(request.split())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--eval", type=Path, default=REPOSITORY.parent / "shared" / "eval", metavar="DIR")
    arguments.add_argument("--model", metavar="NAME|FILE.gguf", help="[the default of models.toml]")
    arguments.add_argument("--limit", type=int, metavar="N", help="only N topics, spread evenly over the set")
    arguments.add_argument("--format", choices=FORMATS, default="md")
    arguments.add_argument("-o", "--output", type=Path, metavar="FILE")
    options = arguments.parse_args()
    found = read(present(options.eval / "briefs.jsonl"))
    trial = options.model == FAKE
    reply, name = (echo, FAKE) if trial else (plain(options.model), model_file(options.model).stem)
    model = FakeModel()  # the program's own is asked nothing here; the report has the name of the one that is
    model.name = f"{name}, simply asked"
    parts = Loader(FAKE) if trial else Loader(model=model)

    @contextmanager
    def over(corpus: Path, index: Path) -> Iterator[Asked]:
        with Briefer(
            corpus, index=index, language_model=model, embedder=parts.embedder, parser=parts.parser
        ) as briefer:
            yield Asked(briefer, reply, name)

    def report(progress: Progress) -> None:
        say(progress.detail)

    subject = Subject(
        None, over, model, parts.embedder, parts.parser, {Line.ANSWER: 0.0, Line.SUPPORT: 0.0}, __version__
    )
    shown = FORMATS[options.format](evaluate(found, subject, limit=options.limit, report=report))
    if options.output:
        options.output.write_text(shown, encoding="utf-8")
    else:
        print(shown)


if __name__ == "__main__":
    sys.exit(main())
