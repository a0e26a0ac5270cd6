"""Tells whether this computer has what the program needs: models, memory, cores, fonts, OCR. Changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from briefer.errors import BrieferError
from briefer.models import registry
from briefer.reviews import Finding

MEMINFO = Path("/proc/meminfo")


def examine() -> Iterator[Finding]:
    """Yield what there is to be said of the computer, each with what to do if something is wrong."""
    yield from _models()
    yield _threads()
    yield _fonts()
    yield _ocr()


def _models() -> Iterator[Finding]:
    try:
        known = registry.load()
    except BrieferError as exc:
        yield Finding(what="models", told="models.toml cannot be used", remedy=str(exc))
        return
    for kind in get_args(registry.ModelKind):
        entry = known.default(kind)
        here = registry.installed(entry)
        told = f"{entry.name} is {'here' if here else 'not here, or not whole'}"
        yield Finding(what=kind, told=told, remedy="" if here else f"brief models pull {entry.name}")
    needed = sum(known.default(kind).memory_gb for kind in get_args(registry.ModelKind))
    free = _free()
    yield Finding(
        what="memory", told=f"{free:.1f} GB free; the models need {needed:.1f} GB",
        remedy="" if free >= needed else "End other programs, or choose a smaller model: brief models list",
    )  # fmt: skip


def _free() -> float:
    """Return how much memory can be had, in 10^9 bytes: of all that there is where the system does not say."""
    if MEMINFO.exists():
        lines = dict(line.split(":", 1) for line in MEMINFO.read_text(encoding="ascii").splitlines())
        return int(lines["MemAvailable"].split()[0]) * 1024 / 1e9
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9


def _threads() -> Finding:
    own, every = len(os.sched_getaffinity(0)), os.cpu_count() or 1
    load = os.getloadavg()[0]
    remedy = ""
    if own == 1 < every:
        remedy = "The program may use one core only: start it without taskset, or with more."
    elif load > every:
        remedy = "Other programs keep the cores busy, and answers take several times longer: end some."
    return Finding(what="threads", told=f"{own} of {every} cores, load {load:.1f}", remedy=remedy)


def _fonts() -> Finding:
    from briefer.rendering import pdf

    try:
        pdf.ready()
    except BrieferError as exc:
        return Finding(what="fonts", told="no PDF can be made", remedy=str(exc))
    return Finding(what="fonts", told="the libraries that draw text are here")


def _ocr() -> Finding:
    from briefer.articles.readers import ocr, pdf

    if ocr.program():
        return Finding(what="OCR", told=f"{ocr.PROGRAM} reads {', '.join(ocr.languages())}")
    return Finding(what="OCR", told=f"{ocr.PROGRAM} not found; pages that are pictures cannot be read", remedy=pdf.OCR)
