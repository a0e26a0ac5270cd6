"""Fuzzes the readers of files: golden ones with bytes altered, cut, doubled or taken from another. See README.md.

python bench/fuzz.py [pdf docx …] [--seconds 600] [--seed 0]; every format of tests/articles/golden, or some, so long
each. It needs no models and no evaluation sets.
"""

import argparse
import io
import json
import random
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

from common import REPOSITORY, say

from briefer.articles.apart import Apart
from briefer.errors import ReadError

GOLDEN = REPOSITORY / "tests" / "articles" / "golden"
LIMIT = 10.0  # seconds for a file; the golden ones take a tenth of one
DOWN, LATE, UNFORESEEN = "brings its reader down", "seconds to read", "Error:"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
    parser.add_argument("formats", nargs="*", default=every, help=f"of {', '.join(every)} [all]")
    parser.add_argument("--seconds", type=float, default=600, help="for each format [600]")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    faults = 0
    for form in options.formats:
        counts = fuzzed(form, options.seconds, random.Random(f"{options.seed} {form}"))
        faults += counts["crashed"] + counts["late"]
        print(form, json.dumps(counts), flush=True)
    return int(faults > 0)


def fuzzed(form: str, seconds: float, chance: random.Random) -> Counter[str]:
    """Return how many altered files of a format were read, refused, or brought their reader down or past its limit."""
    counts: Counter[str] = Counter(read=0, refused=0, unforeseen=0, crashed=0, late=0)
    sources = sorted(path for path in (GOLDEN / form).iterdir() if path.is_file())
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder, Apart(seconds=LIMIT, everything=True) as apart:
        while time.monotonic() < end:
            source = chance.choice(sources)
            path = Path(folder, source.name)
            path.write_bytes(altered(source.read_bytes(), chance.choice(sources).read_bytes(), chance))
            try:
                apart.articles(path, path.name)
                counts["read"] += 1
            except ReadError as exc:
                told = str(exc)
                kind = "crashed" if DOWN in told else "late" if LATE in told else "refused"
                counts[kind] += 1
                if kind != "refused" or UNFORESEEN in told:
                    counts["unforeseen"] += kind == "refused"
                    say(f"  {form}, {kind}: {told[:200]}")
                if kind != "refused":
                    Path(tempfile.gettempdir(), f"fuzzed-{kind}-{source.name}").write_bytes(path.read_bytes())
    return counts


def altered(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return a file with some of it altered; of a ZIP a part is, since none reads one whose sums are wrong."""
    if not (zipfile.is_zipfile(io.BytesIO(data)) and chance.random() < 0.8):
        return mutated(data, other, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = parts.namelist()
        which = chance.choice(names)
        for name in names:
            own = parts.read(name)
            if name != which:
                made.writestr(name, own)
            elif chance.random() < 0.9:
                made.writestr(name, mutated(own, parts.read(chance.choice(names)), chance))
    return out.getvalue()


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return bytes of which a few are others, or a piece is missing, doubled, or another's."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if not made:
            break
        at, length = chance.randrange(len(made)), chance.choice((1, 4, 64, 1024))
        piece = made[at : at + length]
        what = chance.randrange(5)
        if what == 0:
            made[at] = chance.randrange(256)
        elif what == 1:
            del made[at : at + length]
        elif what == 2:
            made[at:at] = piece * chance.choice((1, 2, 200))
        elif what == 3:
            start = chance.randrange(max(1, len(other)))
            made[at : at + length] = other[start : start + length]
        else:
            made[at : at + length] = chance.randbytes(len(piece))
    return bytes(made[: chance.randrange(len(made) + 1)] if chance.random() < 0.1 else made)


if __name__ == "__main__":
    raise SystemExit(main())
