"""Start-up, bringing an unchanged library up to date, and peak memory. Imports nothing heavy: see `memory`."""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from common import REPOSITORY, Result, model_file, say

BRIEF = str(Path(sys.executable).with_name("brief"))
WORDS = """river harbour council treaty minister engine winter market village bridge railway harvest festival museum
library student teacher hospital doctor island mountain forest border election budget factory worker signal satellite
measure report early quiet northern public annual careful opened closed crossed visited repaired counted""".split()
INGEST = """
import sys, time
import briefer.api, briefer.library.ingest, briefer.library.library, briefer.models.embedder, briefer.models.registry
started = time.perf_counter()
done = briefer.Briefer(sys.argv[1], index=sys.argv[2]).ingest()
print(time.perf_counter() - started)
assert not done.read and not done.gone, "an unchanged library was read again"
"""


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def startup(options: Namespace) -> Result:
    """Return the best and the median of 10 processes."""
    rows, figures, python = [], {}, [sys.executable, "-c"]
    for name, command, bar in (
        ("python -c pass", [*python, "pass"], None),
        ("import briefer", [*python, "import briefer"], 0.15),
        ("brief --help", [BRIEF, "--help"], 0.4),
    ):
        runs = [seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(10)]  # noqa: B023
        best, median = round(min(runs), 3), round(statistics.median(runs), 3)
        holds = (f"< {bar}", median < bar) if bar else ("", None)
        rows.append((f"startup: `{name}`, s, best / median of 10", f"{best} / {median}", *holds))
        figures[name] = {"best": best, "median": median}
    return rows, figures


def uptodate(options: Namespace) -> Result:
    """Return the medians of 5 runs on 200 unchanged articles of 10 paragraphs."""
    from briefer import Briefer

    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        corpus.mkdir()
        for i in range(200):
            parts = [[" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(2)] for _ in range(10)]
            (corpus / f"{i:03}.txt").write_text("\n\n".join(map(" ".join, parts)), encoding="utf-8")
        with Briefer(corpus, index=index) as briefer:
            say("uptodate: indexing 2,000 paragraphs")
            first = seconds(briefer.ingest)
            assert sum(len(briefer.article(path.name).paragraphs) for path in corpus.iterdir()) == 2000
            same = statistics.median(seconds(briefer.ingest) for _ in range(5))
        child = [sys.executable, "-c", INGEST, str(corpus), str(index)]
        new = statistics.median(float(subprocess.check_output(child)) for _ in range(5))
    rows = [
        ("uptodate: unchanged, same process, s", f"{same:.3f}", "< 0.3", same < 0.3),
        ("uptodate: unchanged, new process less imports, s", f"{new:.3f}", "< 0.3", new < 0.3),
        ("uptodate: indexing all of it, s", f"{first:.1f}", "", None),
    ]
    return rows, {"same_process": round(same, 4), "new_process": round(new, 4), "first_indexing": round(first, 1)}


def memory(options: Namespace) -> Result:
    """Return the peak resident memory of `brief --topic taiwan` over corpus/, indexing included.

    Linux counts what the parent held when it started a child into the child's peak: so the parent stays small.
    """
    model = model_file(options.model)
    with tempfile.TemporaryDirectory() as index:
        command = [BRIEF, "--topic", "taiwan", "--corpus", str(REPOSITORY / "corpus"), "--index", index]
        command += ["--model", options.model] if options.model else []
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 3}:  # 3: the sources do not say
        raise SystemExit(f"brief ended with exit code {child.returncode}")
    peak, bar = usage.ru_maxrss * 1024, model.stat().st_size + 1_200_000_000
    rows = [("memory: peak of `brief --topic taiwan`, GB", f"{peak / 1e9:.2f}", f"<= {bar / 1e9:.2f}", peak <= bar)]
    return rows, {"model": model.name, "peak": peak, "bar": bar, "exit_code": child.returncode}
