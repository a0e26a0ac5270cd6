"""`brief verify`: how many briefs hold in every format, and how many forgeries of one character are found.

With the fake model, since it is the files that are measured: the briefs of `briefs.jsonl` in five formats, once as they
are and once with one letter or digit altered where a reader sees it.
"""

import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from common import REPOSITORY, Result, briefs_of

sys.path[:0] = [str(REPOSITORY / "tests" / "verifying")]
FORMATS = ("md", "json", "html", "pdf", "docx")
SEEDS = 60  # a text that a format has in pieces is altered elsewhere


def verify(options: Namespace) -> Result:
    """Return how many files hold, and how many of them altered do not."""
    from briefer.models.llm.fake import FakeModel

    counts = {"files": 0, "hold": 0, "forged": 0, "found": 0}
    with tempfile.TemporaryDirectory() as folder:
        for briefer, brief in briefs_of(options, language_model=FakeModel()):
            _count(briefer, brief, Path(folder) / "file", counts)
    held, found = (f"{counts[a]} of {counts[b]}" for a, b in (("hold", "files"), ("found", "forged")))
    return [
        ("verify: files that hold", held, "all", counts["hold"] == counts["files"]),
        ("verify: forgeries of one character found", found, "all", counts["found"] == counts["forged"]),
    ], counts


def _count(briefer, result, path, counts):
    from briefer.rendering import render
    from briefer.rendering.page import Page, paragraphs

    for format in FORMATS:
        page = Page(paragraphs=paragraphs(result, briefer.article), evidence=format != "md")
        file = render(result, format, page)
        path.write_bytes(file)
        counts["files"] += 1
        counts["hold"] += briefer.verify(path).holds
        path.write_bytes(_forgery(file, format, result, page))
        counts["forged"] += 1
        counts["found"] += not briefer.verify(path).holds


def _forgery(file, format, result, page):
    from forging import forged

    for seed in range(SEEDS):
        try:
            other = forged(file, format, result, page, seed)
        except AssertionError:  # this text stands there in pieces
            continue
        if other != file:
            return other
    raise AssertionError(f"no text of {format} can be altered")
