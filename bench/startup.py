"""Seconds of `import briefer` and `brief --help`, each in a process of its own, and of a bare Python to compare."""

from __future__ import annotations

import statistics
import subprocess
import sys

from common import BRIEF, Options, Result, Row, run_part, seconds

RUNS = 10


def measure(options: Options) -> Result:
    commands = {
        "python -c pass": ([sys.executable, "-c", "pass"], None),
        "import briefer": ([sys.executable, "-c", "import briefer"], 0.15),
        "brief --help": ([str(BRIEF), "--help"], 0.4),
    }
    rows, figures = [], {}
    for name, (command, bar) in commands.items():
        runs = [seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(RUNS)]  # noqa: B023
        best, median = min(runs), statistics.median(runs)
        figures[name] = {"best": round(best, 3), "median": round(median, 3)}
        value = f"{best:.3f}, {median:.3f}"
        rows.append(
            Row(
                f"startup: seconds, best and median, {name}",
                value,
                f"< {bar}" if bar else "",
                median < bar if bar else None,
            )
        )
    return Result(rows, figures)


if __name__ == "__main__":
    run_part(measure, __doc__)
