"""Runs the benchmark's parts, prints one table, and appends one line of JSON to bench/results/YYYY-MM-DD.jsonl.

python bench/run.py [PART]... [--eval DIR] [--model NAME] [--limit N] [--results DIR]; all parts if none is named.
Each part runs in a process of its own, so none inherits another's memory or caches.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from common import parser, say

HERE = Path(__file__).resolve().parent
PARTS = ("retrieval", "startup", "uptodate", "memory", "decoding", "questions")
PACKAGES = ("briefer", "chromadb", "llama-cpp-python", "llguidance", "numpy", "sentence-transformers", "torch")


def main() -> int:
    arguments = parser(__doc__)
    arguments.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} [all]")
    arguments.add_argument("--results", type=Path, default=HERE / "results", metavar="DIR")
    given = arguments.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        arguments.error(f"there is no part {', '.join(sorted(unknown))} (known: {', '.join(PARTS)})")
    passed = ["--eval", str(given.eval)]
    for name in ("model", "limit", "answers"):
        if (value := getattr(given, name)) is not None:
            passed += [f"--{name}", str(value)]
    now, load, machine = datetime.now(UTC), os.getloadavg()[0], described()
    parts, failed = {}, []
    for part in given.parts or PARTS:
        say(f"{part} …")
        child = subprocess.run([sys.executable, HERE / f"{part}.py", *passed], stdout=subprocess.PIPE, check=False)
        if child.returncode:
            failed.append(part)
        else:
            parts[part] = json.loads(child.stdout.splitlines()[-1])
    show(parts, failed, machine)
    line = {
        "at": now.isoformat(timespec="seconds"), "machine": machine, "load_before": round(load, 2),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "model": Path(given.model).name if given.model else None, "limit": given.limit,
        "parts": {part: {"skipped": r["skipped"]} if r["skipped"] else r["figures"] for part, r in parts.items()},
        "failed": failed,
    }  # fmt: skip
    given.results.mkdir(parents=True, exist_ok=True)
    with (given.results / f"{now:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 1 if failed else 0


def described() -> dict[str, Any]:
    """Return what this computer is: no name of it."""
    models = [
        x.split(":")[1].strip() for x in Path("/proc/cpuinfo").read_text().splitlines() if x.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": len(os.sched_getaffinity(0)), "cpu": models[0] if models else platform.machine(),
        "memory_gb": round(memory / 1e9, 1), "system": f"{platform.system()} {platform.machine()}",
    }  # fmt: skip


def show(parts: dict[str, Any], failed: list[str], machine: dict[str, Any]) -> None:
    print(f"\n{machine['cores']} cores of {machine['cpu']}, {machine['memory_gb']} GB, {machine['system']}\n")
    print("| what | measured | bar | |\n|---|---|---|---|")
    for part, result in parts.items():
        for row in result["rows"]:
            verdict = {True: "holds", False: "**missed**", None: ""}[row["holds"]]
            print(f"| {row['what']} | {row['value']} | {row['bar']} | {verdict} |")
        if result["skipped"]:
            print(f"| {part} | skipped: {result['skipped']} | | |")
    for part in failed:
        print(f"| {part} | **failed** (see above) | | |")


if __name__ == "__main__":
    sys.exit(main())
