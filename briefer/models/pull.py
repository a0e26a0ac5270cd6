"""Fetches the files of a model into the user's cache. Nothing else in the program makes requests of its own."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from briefer.config import models_path
from briefer.errors import FetchError
from briefer.models.download import Say
from briefer.models.files import File, sha256_of
from briefer.models.registry import Entry, installed, require
from briefer.models.sources import Origin

STALL_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Transfer:
    """How far a pull is: what it does now, and how many of the model's bytes are here."""

    what: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a pull ended with: the usable path, and the source that gave it, None if it was already there."""

    path: Path
    source: str | None


OnTransfer = Callable[[Transfer], None]


def pull(entry: Entry, *, report: OnTransfer, patience: float = STALL_SECONDS) -> Delivery:
    """Return the path of a model whose files are all here with the right sha256, fetched if need be.

    Sources are tried in order. What is fetched waits in a staging folder until every byte is checked, then
    moves to its final name in one step. An interrupted pull leaves the staging folder, and the next goes on
    from it. A second pull of the same model waits for the first. `patience` is how many seconds without a
    byte end a download. Raises FetchError with what each source failed with.
    """
    from filelock import FileLock, Timeout

    staging = models_path() / ".staging" / entry.name
    try:
        staging.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{staging}.lock")
        try:
            held = lock.acquire(timeout=0)
        except Timeout:
            report(Transfer(f"Waiting for another pull of {entry.name}", 0, entry.size))
            held = lock.acquire()
        with held:
            return _pull(entry, staging, report=report, patience=patience)
    except OSError as exc:
        raise FetchError(
            f"Model '{entry.name}' cannot be kept in {models_path()}: {exc}. "
            "Make that folder writable, or set BRIEFER_MODELS to another."
        ) from exc


def _pull(entry: Entry, staging: Path, *, report: OnTransfer, patience: float) -> Delivery:
    final, whole = models_path() / entry.name, staging / "whole"

    def tell(what: str, done: int) -> None:
        report(Transfer(what, done, entry.size))

    here = installed(entry)
    if here:
        tell(f"Checking the sha256 of {entry.name}", 0)
        if not _wrong(entry.files, final):
            tell(f"{entry.name} is already installed and intact", entry.size)
            return Delivery(here, None)
        tell(f"{entry.name} is damaged; fetching it again", 0)

    missing = _wrong(entry.files, whole)
    used, failures = [], []
    for number, source in enumerate(entry.sources):
        if not missing:
            break
        tell(f"Trying {source}", 0)
        before = len(missing)
        try:
            _take_all(
                source, missing, whole, staging / f"{number}-{source.kind}", entry=entry, tell=tell, patience=patience
            )
        except (FetchError, OSError) as exc:
            failures.append(f"{source}: {exc}")
            tell(f"Failed: {failures[-1]}", 0)
        if len(missing) < before:
            used.append(str(source))
    if missing:
        other = " Or use your own: --model FILE.gguf" if entry.kind == "llm" else ""
        raise FetchError(
            f"Model '{entry.name}' could not be fetched. {'; '.join(failures)}. Try again: "
            f"`brief models pull {entry.name}` goes on from what is here.{other}"
        )
    if entry.unpack:
        _unpack(whole / entry.files[0].path, whole, entry.unpack)
    if final.exists():
        shutil.rmtree(final)
    whole.replace(final)
    shutil.rmtree(staging)
    tell(f"{entry.name} is installed", entry.size)
    return Delivery(require(entry), " and ".join(used) or "an earlier pull")


def _unpack(archive: Path, into: Path, folder: str) -> None:
    """Unpack one folder of a checked archive; raises FetchError if it has none of that name."""
    with zipfile.ZipFile(archive) as zipped:
        inside = [name for name in zipped.namelist() if name.startswith(f"{folder}/")]
        if not inside:
            raise FetchError(f"{archive.name} has no folder '{folder}'; correct its entry in models.toml")
        zipped.extractall(into, inside)


def _take_all(
    source: Origin, missing: list[File], whole: Path, own: Path, *, entry: Entry, tell: Say, patience: float
) -> None:
    """Move the missing files from the source to the folder `whole`; each that is there leaves the list.

    own is the folder that the source keeps what it has in. Raises FetchError or OSError at the first that fails.
    """
    own.mkdir(parents=True, exist_ok=True)
    # Wheels lie beside the file that is put together from them.
    copies = 2 if source.kind == "wheels" else 1
    _check_space(copies * sum(file.size for file in missing), own)
    for file in tuple(missing):
        before = entry.size - sum(other.size for other in missing)
        got = _take(source, file, own, before=before, tell=tell, patience=patience)
        (whole / file.path).parent.mkdir(parents=True, exist_ok=True)
        got.replace(whole / file.path)
        missing.remove(file)


def _take(source: Origin, file: File, own: Path, *, before: int, tell: Say, patience: float) -> Path:
    """Return the file from the source, its sha256 checked; `before` bytes of the model are here already."""
    got = source.fetch(file, own, say=lambda what, done: tell(what, before + done), patience=patience)
    tell(f"Checking the sha256 of {file.path}", before + file.size)
    if (digest := sha256_of(got)) != file.sha256:
        shutil.rmtree(own)
        raise FetchError(f"{file.path} has sha256 {digest}, not {file.sha256}; it was deleted")
    return got


def _wrong(files: Iterable[File], folder: Path) -> list[File]:
    """Return those of the files that are not in the folder with the right sha256."""
    return [f for f in files if not (folder / f.path).is_file() or sha256_of(folder / f.path) != f.sha256]


def _check_space(needed: int, folder: Path) -> None:
    """Raise FetchError if the folder's disk cannot take that many bytes, less those already in it."""
    needed -= sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise FetchError(
            f"{needed} bytes are needed in {models_path()} and {free} are available; "
            "free some, or set BRIEFER_MODELS to a folder on another disk"
        )
