"""Runs the benchmark: one table on stdout, one line of JSON more in bench/results/YYYY-MM-DD.jsonl. See README.md.

Each part runs in a process of its own, so that none has another's memory or caches.
"""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from common import REPOSITORY, AbsentError, say

PARTS = {  # part: its module, which has a function of the same name
    "retrieval": "retrieval", "found": "retrieval", "startup": "processes", "uptodate": "processes",
    "memory": "processes", "size": "size", "ingest": "ingest",
    "app": "app", "decoding": "decoding", "questions": "questions", "followups": "followups",
    "verify": "verify", "formats": "formats", "ablations": "ablations",
}  # fmt: skip
PACKAGES = ("briefer", "chromadb", "llama-cpp-python", "llguidance", "numpy", "sentence-transformers", "torch")
VERDICT = {True: "holds", False: "**missed**", None: ""}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} [all]")
    parser.add_argument("--eval", type=Path, default=REPOSITORY.parent / "shared" / "eval", metavar="DIR")
    parser.add_argument("--model", metavar="NAME|FILE.gguf", help="[the default of models.toml]")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions, to try the scripts out")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="write there what each program answered")
    parser.add_argument("--briefs", type=Path, metavar="FILE.json", help="a list of briefs, instead of making them")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="keep there what formats makes, with pictures")
    parser.add_argument("--results", type=Path, default=REPOSITORY / "bench" / "results", metavar="DIR")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))} (known: {', '.join(PARTS)})")
    if options.child:
        return child(options)
    now, load, parts = datetime.now(UTC), os.getloadavg()[0], {}
    flags = [word for word in sys.argv[1:] if word not in options.parts]
    if load > 0.5:
        say(f"Other programs keep this computer busy (load {load:.1f}): seconds and tokens/s will be off.")
    for part in options.parts or PARTS:
        say(f"{part} …")
        command = [sys.executable, __file__, part, "--child", *flags]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        failure = {"rows": [(part, "**failed**, see above", "", None)], "figures": "failed"}
        parts[part] = failure if done.returncode else json.loads(done.stdout.splitlines()[-1])
    machine = described()
    print(f"\n{machine['cores']} cores of {machine['cpu']}, {machine['memory_gb']} GB, {machine['system']}\n")
    print("| what | measured | bar | |\n|---|---|---|---|")
    for what, value, bar, holds in (row for result in parts.values() for row in result["rows"]):
        print(f"| {what} | {value} | {bar} | {'partial run' if bar and options.limit else VERDICT[holds]} |")
    line = {
        "at": now.isoformat(timespec="seconds"), "machine": machine, "load_before": round(load, 2),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "limit": options.limit, "parts": {part: result["figures"] for part, result in parts.items()},
    }  # fmt: skip
    options.results.mkdir(parents=True, exist_ok=True)
    with (options.results / f"{now:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    return int(any(result["figures"] == "failed" for result in parts.values()))


def child(options: argparse.Namespace) -> int:
    """Measure one part and print what it found as a line of JSON."""
    (part,) = options.parts
    try:
        rows, figures = getattr(importlib.import_module(PARTS[part]), part)(options)
    except AbsentError as exc:
        say(f"{part} is skipped: {exc}")
        rows, figures = [(part, "skipped", "", None)], "skipped"
    print(json.dumps({"rows": rows, "figures": figures}))
    return 0


def described() -> dict[str, Any]:
    """Return what this computer is, without its name."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": len(os.sched_getaffinity(0)), "memory_gb": round(memory / 1e9, 1),
        "cpu": next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown"),
        "system": f"{platform.system()} {platform.machine()}",
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
