"""Asks the questions of folder_questions.jsonl of the articles of Wikinews: lists, comparisons, counts, follow-ups.

A row is right if every pattern of `expect` is in the answer and none of `reject`, and one of its `articles` is cited;
wrong if it answers otherwise; else honestly silent, or in part: the part that it does not answer is named, or some of a
list is told that is said to be perhaps not whole. `--questions list_questions.jsonl` asks for lists alone.
`python bench/folder.py --eval DIR` prints each, and the counts.
"""

import argparse
import json
import re
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

from common import REPOSITORY, present


def main() -> None:
    from briefer.api import Briefer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, default=REPOSITORY.parent / "shared" / "eval", metavar="DIR")
    parser.add_argument("--questions", default="folder_questions.jsonl", metavar="FILE", help="a file of this folder")
    parser.add_argument("--only", nargs="*", help="ids of rows")
    options = parser.parse_args()
    lines = (REPOSITORY / "bench" / options.questions).read_text(encoding="utf-8").splitlines()
    counts, seconds, items = Counter[str](), [], [0, 0]
    with tempfile.TemporaryDirectory() as index, Briefer(present(options.eval / "wikinews"), index=index) as briefer:
        briefer.load()
        for row in map(json.loads, lines):
            if options.only and row["id"] not in options.only:
                continue
            earlier = [briefer.ask(question) for question in row.get("earlier", [])]
            started = time.monotonic()
            answer = briefer.ask(briefer.standalone(row["question"], earlier))
            seconds.append(time.monotonic() - started)
            outcome = judged(row, answer)
            counts[outcome] += 1
            told = "\n".join(f"{c.short}\n{c.text}" for c in answer.claims)
            items[0] += sum(bool(re.search(one, told, re.IGNORECASE | re.DOTALL)) for one in row["expect"])
            items[1] += len(row["expect"])
            print(f"{row['id']} {outcome:6} {seconds[-1]:5.1f} s  {row['question']}", flush=True)
            for said in [f"{c.short} | {c.text}" for c in answer.claims] or [answer.reason]:
                print(f"      {said}")
    print(f"{items[0]} of {items[1]} patterns found")
    print(dict(counts), f"median {median(seconds):.1f} s, most {max(seconds):.1f} s")


def judged(row, answer) -> str:
    """Return whether an answer is right, wrong, or honestly none."""
    said = "\n".join([answer.verdict or "", answer.reason, *(f"{c.short}\n{c.text}" for c in answer.claims)])
    if row.get("answerable") is False:
        return "wrong" if answer.answered else "right"
    cited = {citation.article for claim in answer.claims for citation in claim.citations}
    found = [bool(re.search(pattern, said, re.IGNORECASE | re.DOTALL)) for pattern in row["expect"]]
    clean = not any(re.search(pattern, said, re.IGNORECASE | re.DOTALL) for pattern in row["reject"])
    offered = row.get("kind") == "misspelt name" and not answer.answered
    if all(found) and clean and (offered or cited & set(row["articles"]) or not row["articles"]):
        return "right"
    # It says which part it does not answer, or that its list may lack some.
    if answer.answered and (answer.missing or (answer.partial and any(found) and clean)):
        return "part"
    return "wrong" if answer.answered else "silent"


if __name__ == "__main__":
    main()
