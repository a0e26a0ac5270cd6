"""Who is told to say what: right and wrong speakers on sentences of our own and on those of the evaluation sets.

    python bench/attribution.py [--eval DIR]

tests/language/attribution.toml is what the rules were written with, bench/attribution_held.toml was kept apart;
bench/attribution_more.toml was measured, then looked at. "Together" is without the latter.
"""

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from common import REPOSITORY, model_file

from briefer.articles.metadata import article_of
from briefer.articles.readers import read
from briefer.language.analysis import analyse
from briefer.language.discourse import who_says
from briefer.language.parser import Parser, Pipeline
from briefer.library.chunks import Chunk

Outcome = bool | None  # right, wrong, nobody named where somebody speaks


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--eval", type=Path, default=REPOSITORY.parent / "shared" / "eval")
    options = arguments.parse_args()
    parser = Pipeline(model_file(None, "parser"), name="parser")
    sets = {
        "written with": own(REPOSITORY / "tests" / "language" / "attribution.toml", parser),
        "looked at later": own(REPOSITORY / "bench" / "attribution_more.toml", parser),
        "kept apart": own(REPOSITORY / "bench" / "attribution_held.toml", parser),
    }
    if (options.eval / "briefs.jsonl").exists():
        sets["speakers of briefs.jsonl"] = briefs(options.eval, parser)
    counted: list[Outcome] = []
    for name, outcomes in sets.items():
        found = list(outcomes)
        counted += found if name != "looked at later" else []
        print(line(name, found))
    print(line("together", counted))


def line(name: str, found: list[Outcome]) -> str:
    right, wrong = found.count(True), found.count(False)
    return f"{name}: right {right}/{len(found)} ({right / len(found):.3f}), wrong {wrong} ({wrong / len(found):.3f})"


def own(path: Path, parser: Parser) -> Iterator[Outcome]:
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["row"]:
        at = row["text"].index(row["words"])
        found = who_says(analyse(row["text"], parser), at, at + len(row["words"]))
        said = [plain(one.text) for one in found.speakers if not one.pronoun] if found else []
        right = said == [plain(name) for name in row["speakers"]]
        yield True if right else False if said else None


def briefs(folder: Path, parser: Parser) -> Iterator[Outcome]:
    seen = set()
    for row in map(json.loads, (folder / "briefs.jsonl").read_text(encoding="utf-8").splitlines()):
        for told in row.get("speakers") or []:
            if told["words"] in seen:
                continue
            seen.add(told["words"])
            places = [folder / "wikinews" / told["article"], folder.parent / "articles" / told["article"]]
            article = article_of(told["article"], read(next(place for place in places if place.exists()))[0])
            at = article.text.index(told["words"])
            part = next(p for p in article.paragraphs if p.start <= at < p.end)
            first = article.paragraphs[max(part.number - 6, 0)]
            last = article.paragraphs[min(part.number, len(article.paragraphs) - 1)]
            chunk = replace(Chunk(0, article, last, parser), first=first)
            found = who_says(chunk.analysis, at - chunk.start, at - chunk.start + len(told["words"]))
            said = " and ".join(one.text for one in found.speakers if not one.pronoun) if found else ""
            yield bool(re.search(told["speaker"], said, re.IGNORECASE)) if said else None


def plain(name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", name.lower().replace("’", "'"))


if __name__ == "__main__":
    sys.exit(main())
