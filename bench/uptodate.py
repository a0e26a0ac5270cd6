"""Seconds of bringing an unchanged library of 2,000 paragraphs up to date, beyond start-up (imports)."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from common import BRIEF, Options, Result, Row, run_part, say, seconds

ARTICLES, PARAGRAPHS, RUNS, BAR = 200, 10, 5, 0.3
WORDS = """river harbour council treaty minister engine winter market village bridge railway harvest festival museum
library student teacher hospital doctor island mountain forest border election budget factory worker signal satellite
measure report early quiet northern public annual careful opened closed crossed visited repaired counted""".split()
CHILD = """
import sys, time
import briefer.api, briefer.embed, briefer.ingest, briefer.library, briefer.registry
started = time.perf_counter()
done = briefer.Briefer(sys.argv[1], index=sys.argv[2]).ingest()
print(time.perf_counter() - started)
assert not done.read and not done.gone, done
"""


def measure(options: Options) -> Result:
    from briefer import Briefer

    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        corpus.mkdir()
        write(corpus)
        with Briefer(corpus, index=index) as briefer:
            say(f"uptodate: indexing {ARTICLES * PARAGRAPHS} paragraphs")
            first = seconds(briefer.ingest)
            count = sum(len(briefer.article(path.name).paragraphs) for path in corpus.iterdir())
            assert count == ARTICLES * PARAGRAPHS, count
            again = statistics.median(seconds(briefer.ingest) for _ in range(RUNS))
        child = [sys.executable, "-c", CHILD, str(corpus), str(index)]
        fresh = statistics.median(float(subprocess.check_output(child)) for _ in range(RUNS))
        command = [str(BRIEF), "ingest", "--corpus", str(corpus), "--index", str(index)]
        whole = statistics.median(
            seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(RUNS)
        )
    rows = [
        Row("uptodate: seconds, unchanged, same process", f"{again:.3f}", f"< {BAR}", again < BAR),
        Row("uptodate: seconds, unchanged, new process without imports", f"{fresh:.3f}", f"< {BAR}", fresh < BAR),
        Row("uptodate: seconds, unchanged, all of `brief ingest`", f"{whole:.3f}"),
        Row("uptodate: seconds, first indexing", f"{first:.1f}"),
    ]
    figures = {"same_process": again, "new_process": fresh, "brief_ingest": whole, "first_indexing": first}
    return Result(rows, {"paragraphs": count} | {name: round(value, 4) for name, value in figures.items()})


def write(corpus: Path) -> None:
    """Write the articles: two sentences a paragraph, the same text every time."""
    chance = random.Random(0)
    for i in range(ARTICLES):
        sentences = [" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(2 * PARAGRAPHS)]
        parts = [" ".join(pair) for pair in zip(sentences[::2], sentences[1::2], strict=True)]
        (corpus / f"{i:03}.txt").write_text("\n\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    run_part(measure, __doc__)
