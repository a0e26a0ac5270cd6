"""The pages that people get: briefs in five formats, whether each is one page and opens elsewhere, and pictures.

A PDF is drawn by Poppler, a DOCX by LibreOffice, HTML by Chromium without the network, as wide as a desk's window and
as a phone's. With --pages DIR all of it is kept there, to be looked at: nothing tells by itself whether a page is fine.
"""

import shutil
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections import Counter
from pathlib import Path

from common import REPOSITORY, AbsentError, Result, briefs_of, say

sys.path[:0] = [str(REPOSITORY / "tests" / "app")]
FORMATS = ("md", "json", "html", "pdf", "docx")
WIDTHS = (1280, 360)  # pixels, of the windows in which HTML is opened
LONG = 400  # words; a brief with more of them may have to leave some out to fit a page
DOTS = 80  # an inch of a picture


def formats(options: Namespace) -> Result:
    """Return how many briefs are one page and open in each format, and how many statements gave way to fit one."""
    for program in ("soffice", "pdftoppm"):
        if not shutil.which(program):
            raise AbsentError(f"{program} is not there; make setup installs it")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.pages or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        rows = [_written(*made, folder / f"{n:02}") for n, made in enumerate(briefs_of(options), 1)]
        _converted(sorted(folder.glob("*.docx")))
        for row in rows:
            row["pdf"], row["docx"] = _pages(row["file"] + ".pdf"), _pages(row["file"] + ".docx.pdf")
        _opened(rows)
    for row in rows:
        say("{topic:26.26} {words:4} words, pages {pdf} (PDF) {docx} (DOCX), left {left}, HTML {html}".format(**row))
    return _counted(rows)


def _counted(rows: list[dict]) -> Result:
    count, short = len(rows), [row for row in rows if row["words"] <= LONG]
    holds = Counter({
        "md, json read back as they were": sum(row["read"] for row in rows),
        "PDF: one page": sum(row["pdf"] == 1 for row in rows),
        "DOCX: one page in LibreOffice": sum(row["docx"] == 1 for row in rows),
        "HTML opened without the network: nothing missed, nothing cut": sum(row["html"] == "fine" for row in rows),
    })  # fmt: skip
    told = [(f"formats: {what}", f"{n} of {count}", "all", n == count) for what, n in holds.items()]
    for name in ("pdf", "docx"):
        left = sum(row["left"][name] for row in short)
        said = sum(row["statements"] for row in short)
        told.append((f"formats: statements left out of {name}, briefs of {LONG} words", f"{left} of {said}", "", None))
    keys = ("words", "statements", "pdf", "docx", "left", "html")
    return told, {"briefs": count, **holds, "pages": [{key: row[key] for key in keys} for row in rows]}


def _written(briefer, brief, path: Path) -> dict:
    """Write a brief in every format, and tell of each what it carries."""
    from briefer.rendering import render
    from briefer.rendering.carried import carried
    from briefer.rendering.layout import LEFT_OUT
    from briefer.rendering.page import Page, paragraphs

    page, found = Page(paragraphs=paragraphs(brief, briefer.article)), {}
    for name in FORMATS:
        file = render(brief, name, page)
        path.with_suffix(f".{name}").write_bytes(file)
        found[name] = carried(file, f"{path.name}.{name}").result
    claims = brief.claims()
    return {
        "topic": brief.topic, "file": str(path), "words": sum(len(c.text.split()) for c in claims),
        "statements": len(claims), "read": all(found[name] == brief for name in ("md", "json")),
        "left": {name: found[name].made.settings.get(LEFT_OUT, 0) for name in ("pdf", "docx")},
    }  # fmt: skip


def _converted(files: list[Path]) -> None:
    """Have LibreOffice open documents, with a profile of its own, and print each to a PDF beside it."""
    with tempfile.TemporaryDirectory() as home:
        command = ["soffice", f"-env:UserInstallation={Path(home).as_uri()}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", home, *files], check=True, capture_output=True)
        for file in files:
            shutil.move(Path(home) / f"{file.stem}.pdf", f"{file}.pdf")


def _pages(file: str) -> int:
    """Return how many pages Poppler draws of a PDF; the pictures stay beside it."""
    for old in Path(file).parent.glob(f"{Path(file).name}-*.png"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", str(DOTS), "-png", file, file], check=True)
    return len(list(Path(file).parent.glob(f"{Path(file).name}-*.png")))


def _opened(rows: list[dict]) -> None:
    """Open each HTML without the network, and tell what went amiss: what it asked for, an error, a line cut off."""
    from ui_browser import chromium, person

    with chromium() as browser:
        for row in rows:
            address, amiss = Path(row["file"] + ".html").resolve().as_uri(), []
            for width in WIDTHS:
                window = person(browser, offline=True, viewport={"width": width, "height": 900}).new_page()
                window.on("request", lambda asked, own=address, said=amiss: asked.url == own or said.append(asked.url))
                window.on("console", lambda told, said=amiss: said.append(told.text))
                window.goto(address)
                if window.evaluate("document.documentElement.scrollWidth") > width:
                    amiss.append(f"wider than {width}")
                window.screenshot(path=f"{row['file']}.html-{width}.png", full_page=True)
                window.context.close()
            row["html"] = "; ".join(amiss) or "fine"
