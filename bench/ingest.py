"""How fast a new folder is read and gets its vectors, against the program as it was before its embedder ran in 8 bits,
and against LlamaIndex with the same embedder and Chroma.

The articles are made from those of Wikinews by changes: names and figures throughout, and of the other words one in
eight. Both programs have the same ones, each in a process of its own, in turns.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from common import REPOSITORY, Result, present, say
from setup_llamaindex import PYTHON

from briefer.models import registry

ARTICLES, OLD_ARTICLES = 2000, 100  # the old program takes long; what is compared is articles a second
BEFORE = "7fea083^"  # the commit before the embedder ran in 8 bits
NODE = 256  # tokens of LlamaIndex's nodes: what the embedder reads, which cuts off the rest of its usual 1,024
CHANGED = 0.12  # of the words that are neither names nor figures
WORD = re.compile(r"\w+")
CHILD = """
import resource, sys, time
from briefer import Briefer

def used():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)

with Briefer(sys.argv[1], index=sys.argv[2]) as briefer:
    briefer._models.embedder.encode(["loaded"])
    started, before, read = time.perf_counter(), used(), None
    def report(*now):
        global read
        if read is None and str(getattr(now[0], "stage", "")) == "embed":
            read = time.perf_counter() - started
    done = briefer.ingest(report=report)
    print(len(done.read), time.perf_counter() - started, used() - before, read or 0)
"""


def made(source: Path, folder: Path, count: int) -> None:
    """Write so many articles that are like those of a folder, and no copies of each other."""
    chance = random.Random(0)
    files = sorted(source.glob("*.md"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    pool: dict[tuple[int, bool, bool], list[str]] = {}
    for text in texts:
        for word in WORD.findall(text):
            pool.setdefault(_kind(word), []).append(word)
    folder.mkdir()
    for number in range(count):
        names: dict[str, str] = {}

        def other(found: re.Match[str], names: dict[str, str] = names) -> str:
            word = found.group()
            if word[0].isupper() or word.isdigit():
                return names.setdefault(word, chance.choice(pool[_kind(word)]))
            return chance.choice(pool[_kind(word)]) if len(word) > 3 and chance.random() < CHANGED else word

        head, mark, body = re.match(r"(?s)(---\n.*?\n)(---\n)(.*)", texts[number % len(texts)]).groups()
        title = re.sub(r'(?m)^title: "(.*)"$', lambda found: f'title: "{WORD.sub(other, found.group(1))}"', head)
        path = folder / f"{number:05}-{files[number % len(files)].name}"
        path.write_text(title + mark + WORD.sub(other, body), encoding="utf-8")


def _kind(word: str) -> tuple[int, bool, bool]:
    return len(word), word[0].isupper(), word.isdigit()


def ingest(options: Namespace) -> Result:
    """Return articles a second, and CPU time an article, of these programs."""
    source = present(options.eval / "wikinews")
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder, "old")
        git = ["git", "-C", str(REPOSITORY), "worktree"]
        subprocess.run([*git, "add", "--detach", str(old), BEFORE], check=True, capture_output=True)
        try:
            return _compared(source, Path(folder), old, options.limit)
        finally:
            subprocess.run([*git, "remove", "--force", str(old)], check=True, capture_output=True)


def _compared(source: Path, folder: Path, old: Path, limit: int | None) -> Result:
    counts = {"now": limit or ARTICLES, "before": limit or OLD_ARTICLES}
    rates, figures = {}, {}
    for name, code in (("now", REPOSITORY), ("before", old)):
        made(source, folder / name, counts[name])
        say(f"ingest: {counts[name]} articles, {name}")
        child = [sys.executable, "-c", CHILD, str(folder / name), str(folder / f"{name}-index")]
        output = subprocess.check_output(child, env={**os.environ, "PYTHONPATH": str(code)}, cwd=code, text=True)
        read, seconds, cpu, first = map(float, output.split())
        rates[name] = read / seconds
        figures[name] = {
            "articles": int(read), "per_second": round(read / seconds, 2), "cpu_ms": round(1000 * cpu / read),
            "all_read_after": round(first, 1),
        }  # fmt: skip
    rows = []
    if PYTHON.exists():
        say(f"ingest: {counts['before']} articles, LlamaIndex")
        embedder = str(registry.require(registry.load().default("embedder")))
        baseline = [str(Path(__file__).with_name("llamaindex_baseline.py")), "ingest", str(folder / "before"), embedder]
        read, nodes, seconds, cpu = json.loads(subprocess.check_output([PYTHON, *baseline, str(NODE)], text=True))
        figures["llamaindex"] = {"articles": read, "nodes": nodes, "per_second": round(read / seconds, 2)}
        figures["llamaindex"]["cpu_ms"] = round(1000 * cpu / read)
        ratio = rates["now"] * seconds / read
        rows.append(("ingest: times as fast as LlamaIndex with Chroma", f"{ratio:.1f}", ">= 3", ratio >= 3))
    else:
        say("ingest: no LlamaIndex; run bench/setup_llamaindex.py")
    times = rates["now"] / rates["before"]
    work = figures["before"]["cpu_ms"] / figures["now"]["cpu_ms"]
    rows += [
        ("ingest: articles a second, now / before", f"{rates['now']:.1f} / {rates['before']:.2f}", "", None),
        ("ingest: times as fast", f"{times:.1f}", ">= 6", times >= 6),
        (
            "ingest: CPU ms an article, now / before",
            f"{figures['now']['cpu_ms']} / {figures['before']['cpu_ms']}",
            "",
            None,
        ),
        ("ingest: times less CPU", f"{work:.1f}", "", None),
        ("ingest: found by words after, s", f"{figures['now']['all_read_after']}", "", None),
    ]
    return rows, figures | {"times": round(times, 2), "times_cpu": round(work, 2)}
