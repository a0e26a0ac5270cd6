"""Interrupts `ingest` in every way and counts what is lost, half or there twice after the next update. See README.md.

python bench/kills.py [kills cuts full damage two] [--kills 200] [--articles 40] [--seed 0]; all of these, or some. It
needs no models and no evaluation sets.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from common import REPOSITORY, say

sys.path += [str(REPOSITORY / "tests"), str(REPOSITORY / "tests" / "library")]

from wholeness import Program, contents, cuts, damages, opened, stored, write

ROUNDS = 20  # kills of one index before it is thrown away


class Faults(Counter[str]):
    """How many articles are lost, half or there twice, and how many trials ended in an error."""

    def compare(self, corpus: Path, index: Path, fresh: dict[str, object]) -> None:
        """Bring an index up to date and count how it differs from a new one."""
        self["trials"] += 1
        try:
            now = contents(corpus, index)
        except Exception as exc:  # noqa: BLE001, whatever it is, the index is not whole
            say(f"  {index}: {exc!r}")
            self["errors"] += 1
            return
        have, want = (Counter(one["path"] for one in of["articles"]) for of in (now, fresh))
        self["lost"] += (want - have).total()
        self["twice"] += sum(count - 1 for count in have.values() if count > 1) + (have - want).total()
        self["half"] += sum(a != b for a, b in zip(now["articles"], fresh["articles"], strict=False))
        for part in now:
            if part != "articles" and now[part] != fresh[part]:
                self[part] += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    trials = {"kills": kills, "cuts": power_cuts, "full": full_disk, "damage": damaged, "two": two}
    parser.add_argument("trials", nargs="*", default=list(trials), help=f"of {', '.join(trials)} [all]")
    parser.add_argument("--kills", type=int, default=200, help="processes that are killed [200]")
    parser.add_argument("--articles", type=int, default=40, help="articles of the folder [40]")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found = {}
    for name in options.trials:
        say(f"{name} …")
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / "articles"
            corpus.mkdir()
            for number in range(options.articles):
                write(corpus, number)
            found[name] = Faults()
            trials[name](corpus, Path(folder), options, found[name])
        print(name, json.dumps(found[name]), flush=True)
    return int(any(count for faults in found.values() for what, count in faults.items() if what not in COUNTED))


COUNTED = {"trials", "ended before"}


def kills(corpus: Path, folder: Path, options: argparse.Namespace, faults: Faults) -> None:
    """Kill a program at random moments of an update; between two kills articles change, come and go."""
    chance = random.Random(options.seed)
    start = time.perf_counter()
    Program(corpus, folder / "timed").ended()
    seconds = time.perf_counter() - start
    killed = 0
    while killed < options.kills:
        index = folder / f"index{killed // ROUNDS}"
        program = Program(corpus, index)
        program.ready()
        time.sleep(chance.uniform(0, seconds))
        program.kill()
        if program.ended() is not None:
            faults["ended before"] += 1
            seconds *= 0.8  # what other programs leave of the processor changes
        else:
            killed += 1
            seconds *= 1.1
            if killed % ROUNDS == 0:
                say(f"  {killed} killed, {dict(faults)}")
        for number in range(options.articles):
            if (fate := chance.random()) < 0.1:
                (corpus / f"more{number}.txt").unlink(missing_ok=True)
            elif fate < 0.5:
                write(corpus, number, seed=chance.randrange(10**6))
        if chance.random() < 0.5:  # else the next program meets what two kills left
            faults.compare(corpus, index, contents(corpus, folder / "fresh"))


def power_cuts(corpus: Path, folder: Path, _: argparse.Namespace, faults: Faults) -> None:
    """Cut the power at every statement of an update of few articles: of a new index, and of one that changes."""
    for path in sorted(corpus.iterdir())[4:]:
        path.unlink()
    with opened(corpus, folder / "index") as briefer, cuts(briefer, folder / "cuts") as made:
        briefer.ingest()
        write(corpus, 0, seed=1)
        (corpus / "more1.txt").unlink()
        write(corpus, 9)
        briefer.ingest()
    fresh = contents(corpus, folder / "fresh")
    for cut in made:
        faults.compare(corpus, cut, fresh)
        shutil.rmtree(cut)


def full_disk(corpus: Path, folder: Path, _: argparse.Namespace, faults: Faults) -> None:
    """Let no file grow beyond so many bytes, then beyond more."""
    fresh = contents(corpus, folder / "fresh")
    size = max(path.stat().st_size for path in stored(folder / "fresh").values())
    for share in range(1, 20):
        index = folder / f"index{share}"
        Program(corpus, index, max(40_000, size * share // 20)).ended()
        faults.compare(corpus, index, fresh)


def damaged(corpus: Path, folder: Path, options: argparse.Namespace, faults: Faults) -> None:
    """Damage each file of the index in each way, and delete its folders."""
    index = folder / "index"
    fresh = contents(corpus, index)
    for which in range(len(stored(index))):
        for seed in range(options.seed, options.seed + 5):
            for how, harm in damages(seed).items():
                path = list(stored(index).values())[which]
                say(f"  {how}: {path.name}")
                harm(path)
                faults.compare(corpus, index, fresh)
    for path in ("vectors", ""):
        shutil.rmtree(index / path)
        faults.compare(corpus, index, fresh)


def two(corpus: Path, folder: Path, options: argparse.Namespace, faults: Faults) -> None:
    """Have two programs update one index at once; in every other trial one is killed."""
    fresh, chance = contents(corpus, folder / "fresh"), random.Random(options.seed)
    for trial in range(10):
        index = folder / f"index{trial}"
        programs = [Program(corpus, index) for _ in range(2)]
        if trial % 2:
            time.sleep(chance.uniform(0, 3))
            programs[0].kill()
        for program in programs:
            program.ended()
        faults.compare(corpus, index, fresh)


if __name__ == "__main__":
    raise SystemExit(main())
