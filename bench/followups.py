"""How many follow-up questions can be asked alone once they are rewritten."""

import re
import tempfile
import time
import tomllib
from argparse import Namespace
from pathlib import Path

from common import REPOSITORY, Result, say


def followups(options: Namespace) -> Result:
    """Return the share of the test dialogues whose follow-up has what it must have, and the median seconds."""
    from statistics import median

    from briefer import Answer, Briefer, Claim

    rows = tomllib.loads((REPOSITORY / "tests" / "answering" / "followups.toml").read_text(encoding="utf-8"))[
        "dialogue"
    ]
    rows, right, seconds = rows[: options.limit], 0, []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.txt").write_text("The quay was mended in May.", encoding="utf-8")
        with Briefer(folder, index=Path(folder, "index"), model=options.model) as briefer:
            for row in rows:
                said = Claim.model_construct(text=row["answer"], support=1.0, wording="model", citations=())
                before = Answer(
                    question=row["question"], answered=True, reason="", claims=(said,), nearest=(), model="", seconds=0
                )
                started = time.perf_counter()
                written = briefer.standalone(row["follow_up"], [before])
                seconds.append(time.perf_counter() - started)
                alone = all(re.search(pattern, written) for pattern in row["has"])
                right += alone
                say(f"{'right' if alone else 'WRONG'}: {row['question']} {row['follow_up']} -> {written}")
    took = median(seconds)
    table = [("follow-ups that can be asked alone", f"{right} of {len(rows)}, {took:.1f} s each", "", None)]
    return table, {"right": right, "of": len(rows), "median_seconds": round(took, 2)}
