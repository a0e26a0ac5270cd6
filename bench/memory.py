"""Peak memory of `brief --topic taiwan` over corpus/ with a new index, against the model file's size plus 1.2 GB."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from common import BRIEF, REPOSITORY, Options, Result, Row, run_part

ROOM = 1_200_000_000
DONE, NOTHING_SAID = 0, 3


def measure(options: Options) -> Result:
    model = options.model_file()
    with tempfile.TemporaryDirectory() as folder:
        # The peak that Linux reports for a child is at least what its parent held when it was started: nothing heavy
        # may be imported here.
        command = [BRIEF, "--topic", "taiwan", "--corpus", REPOSITORY / "corpus", "--index", Path(folder, "index")]
        if options.model:
            command += ["--model", options.model]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {DONE, NOTHING_SAID}:
        raise SystemExit(f"brief ended with exit code {child.returncode}")
    peak, bar = usage.ru_maxrss * 1024, model.stat().st_size + ROOM
    rows = [Row("memory: peak GB of `brief --topic`", f"{peak / 1e9:.2f}", f"<= {bar / 1e9:.2f}", peak <= bar)]
    return Result(rows, {"model": model.name, "peak_bytes": peak, "bar_bytes": bar, "exit_code": child.returncode})


if __name__ == "__main__":
    run_part(measure, __doc__)
