"""Puts articles into the folder and takes them out again. Knows nothing of the index.

Nothing is overwritten and nothing is lost: a name that is taken gets a number, and what is removed is moved.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from briefer.articles import readers
from briefer.articles.apart import Apart
from briefer.articles.readers.records import NO_COLUMNS
from briefer.errors import ArticleNotFoundError, CorpusError, ReadError
from briefer.library.folder import scan

LONGEST = 120  # bytes of a name without its ending; file systems take 255 with it
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # names that Windows keeps for devices


def safe_name(name: str) -> str:
    """Return a file name that says what the given one says and can do no harm in any folder.

    Folders in it, control and direction characters, leading dots and what Windows forbids are left out. Raises
    ReadError if no reader takes a file of that kind.
    """
    last = PurePosixPath(PureWindowsPath(name).name).name
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    plain = " ".join(re.sub(r'[<>:"/\\|?*]', " ", kept).split()).lstrip(". ")
    stem, suffix = PurePosixPath(plain).stem, PurePosixPath(plain).suffix
    if suffix.lower() not in readers.ENDINGS:
        kinds = ", ".join(readers.ENDINGS)
        raise ReadError(f"'{name}' is of a kind that cannot be read. Save it as one of: {kinds}.")
    while len(stem.encode()) > LONGEST:
        stem = stem[:-1]
    stem = stem.rstrip(". ")
    return f"{stem if stem and not RESERVED.fullmatch(stem) else f'article {stem}'.strip()}{suffix.lower()}"


def add(corpus: Path, name: str, data: bytes, columns: Mapping[str, str] = NO_COLUMNS) -> str:
    """Return the path, relative to the folder, that an article now has: a new one, or that of the same file there.

    Raises ReadError if it is no article that can be read, CorpusError if the folder cannot be written.
    """
    name = safe_name(name)
    with tempfile.TemporaryDirectory(prefix="briefer-") as folder:
        tried = Path(folder) / name
        tried.write_bytes(data)
        try:
            with Apart(columns=columns) as apart:
                apart.read(tried)
        except ReadError as exc:
            raise ReadError(str(exc).replace(str(tried), name)) from exc
    try:
        for path in _names(corpus, name):
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                return path.name
            try:
                with path.open("xb") as file:
                    file.write(data)
            except FileExistsError:
                continue
            return path.name
    except OSError as exc:
        raise CorpusError(
            f"'{name}' cannot be put into '{corpus}' ({exc.strerror}). Make the folder writable, or free some space."
        ) from exc
    raise AssertionError("names do not end")


def remove(corpus: Path, path: str, kept: Path) -> Path:
    """Return where an article's file was moved to, inside the folder kept.

    Raises ArticleNotFoundError if the folder has no such article, CorpusError if it cannot be moved.
    """
    files = scan(corpus).files
    if path not in files:
        path = path.rpartition("#")[0] or path  # one of several articles of a file
    if path not in files:
        raise ArticleNotFoundError(f"There is no article '{path}' in '{corpus}': it was removed already, or renamed.")
    try:
        kept.mkdir(parents=True, exist_ok=True)
        target = next(target for target in _names(kept, PurePosixPath(path).name) if not target.exists())
        shutil.move(corpus / path, target)
    except FileNotFoundError as exc:  # another program was faster
        raise ArticleNotFoundError(f"There is no article '{path}' in '{corpus}': it was removed already.") from exc
    except OSError as exc:
        raise CorpusError(f"'{path}' cannot be moved to '{kept}' ({exc.strerror}). Check the permissions.") from exc
    return target


def _names(folder: Path, name: str) -> Iterator[Path]:
    """Yield the paths that a file may get: its name, then the same with a number."""
    first = folder / name
    yield first
    number = 2
    while True:
        yield first.with_stem(f"{first.stem} ({number})")
        number += 1
