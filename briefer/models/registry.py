"""The models that Briefer knows: reads models.toml, says what is installed, pulls what is not.

Knows nothing of what a model does. Only `pull` makes requests; everything else reads the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints, ValidationError, model_validator

from briefer.config import models_path, shipped
from briefer.errors import FetchError, ModelError, ModelNotFoundError, UnknownModelError
from briefer.models.sources import File, Origin, Say, Table

ModelKind = Literal["llm", "embedder", "parser"]
STALL_SECONDS = 20.0
PIPELINE_FILE = "config.cfg"  # spaCy reads a pipeline's parts from it


class Thresholds(Table):
    """The lines that `brief eval --calibrate` measured for a model, with the command that gave them."""

    answer: float = Field(ge=0, le=1)
    support: float = Field(ge=0, le=1)
    command: str
    date: date


class Entry(Table):
    """One model of models.toml: its files, where to get them, and what a user chooses it by.

    `context_length` is what the model was trained for, `context_default` what the program uses, in tokens; a parser
    has no such limit, and both are 0.
    `chat_template` is None where the GGUF's own is to be used. `memory_gb` is in 10^9 bytes.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    kind: ModelKind
    files: tuple[File, ...] = Field(min_length=1)
    licence: str
    context_length: int = Field(default=0, ge=0)
    context_default: int = Field(default=0, ge=0)
    chat_template: str | None = None
    memory_gb: float = Field(gt=0)
    good_for: str
    sources: tuple[Origin, ...] = Field(min_length=1)
    thresholds: Thresholds | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Entry:
        if self.kind == "llm" and (len(self.files) != 1 or not self.files[0].path.endswith(".gguf")):
            raise ValueError("an llm has exactly one file, and it is a .gguf")
        if self.kind == "parser" and PIPELINE_FILE not in {file.path for file in self.files}:
            raise ValueError(f"a parser is the folder of a spaCy pipeline, which has a {PIPELINE_FILE}")
        if (self.kind == "parser") == bool(self.context_length and self.context_default):
            raise ValueError("context_length and context_default are for an llm and an embedder, which need both")
        if self.context_default > self.context_length:
            raise ValueError("context_default is above context_length")
        return self

    @property
    def size(self) -> int:
        """The bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def size_told(self) -> str:
        """The size as it is told to people: 1.1 GB, 15 MB."""
        return f"{self.size / 1e9:.1f} GB" if self.size >= 1e8 else f"{self.size / 1e6:.0f} MB"


class Defaults(Table):
    """The names of the models that are used unless another is given."""

    llm: str
    embedder: str
    parser: str

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each kind's default, in the order of the kinds."""
        return tuple(getattr(self, kind) for kind in get_args(ModelKind))


class Registry(Table):
    """What models.toml lists, by name, in its order."""

    defaults: Defaults
    models: dict[str, Entry]

    @model_validator(mode="before")
    @classmethod
    def _names_are_keys(cls, data: dict[str, Any]) -> dict[str, Any]:
        tables = data.get("models")
        if not isinstance(tables, dict):
            return data
        named = {key: {**table, "name": key} for key, table in tables.items() if isinstance(table, dict)}
        return {**data, "models": {**tables, **named}}

    @model_validator(mode="after")
    def _defaults_are_listed(self) -> Registry:
        for kind, name in zip(get_args(ModelKind), self.defaults.names, strict=True):
            if name not in self.models or self.models[name].kind != kind:
                raise ValueError(f"the default {kind} '{name}' is not a listed {kind}")
        return self

    def entry(self, name: str) -> Entry:
        """Return the model of that name. Raises UnknownModelError, which lists the known ones."""
        if name not in self.models:
            raise UnknownModelError(
                f"Model '{name}' is not in models.toml (known: {', '.join(self.models)}). "
                "Choose one of these, add it there, or give any file: --model FILE.gguf"
            )
        return self.models[name]

    def default(self, kind: ModelKind) -> Entry:
        """Return the model of that kind that is used unless another is given."""
        return self.models[getattr(self.defaults, kind)]


@dataclass(frozen=True, slots=True)
class Transfer:
    """How far a pull is: what it does now, and how many of the model's bytes are here."""

    what: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull ended with: the usable path, and the source that gave it, None if it was already there."""

    path: Path
    source: str | None


OnTransfer = Callable[[Transfer], None]


def load(path: Path | None = None) -> Registry:
    """Return the registry in that file, by default the one that ships. Raises ModelError if that fails."""
    path = path or shipped("models.toml")
    try:
        return Registry.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as exc:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in exc.errors())
        raise ModelError(f"{path} cannot be used. Correct it: {'; '.join(faults)}") from exc
    except (OSError, ValueError) as exc:
        raise ModelError(f"{path} cannot be read as TOML: {exc}. Correct it or reinstall Briefer.") from exc


def writable(path: Path | None = None) -> Path:
    """Return the path of models.toml if it can be written; raises ModelError, which says what to do, if not."""
    path = path or shipped("models.toml")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise ModelError(f"'{path}' cannot be written, so no line can be kept there. Make it and its folder writable.")
    return path


def table_of(file: Path) -> str:
    """Return the table that makes a GGUF file a model of models.toml. Raises ModelNotFoundError if it is not there."""
    if not file.is_file():
        raise ModelNotFoundError(f"There is no model file '{file}'. Pass --model with a name or another file.")
    size, digest = file.stat().st_size, _sha256(file)
    name = re.sub(r"[^a-z0-9._-]+", "-", file.stem.lower()).lstrip("._-") or "model"
    return f"""\
[models."{name}"]
kind = "llm"
licence = "unknown"
context_length = 4096
context_default = 4096
memory_gb = {size / 1e9 * 1.15 + 1.2:.1f}
good_for = "Added by hand."
files = [{{ path = "{file.name}", size = {size}, sha256 = "{digest}" }}]
sources = [{{ kind = "path", path = {json.dumps(str(file.resolve()), ensure_ascii=False)} }}]"""


def write_thresholds(name: str, lines: Thresholds, *, measured: str, path: Path | None = None) -> Path:
    """Write the lines of a model into models.toml, by default the one that ships, and return its path.

    measured is the line that the command gave; it has command and date as its comment, so that they are not lost when
    another is measured. All else in the file stays as it is, comments too. Raises UnknownModelError, or ModelError if
    the file cannot be written.
    """
    import tomlkit  # only a calibration needs it

    path = path or shipped("models.toml")
    load(path).entry(name)
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    tables: Any = document["models"]
    table = tables[name].setdefault("thresholds", tomlkit.table())
    table.update(lines.model_dump())
    table[measured].comment(f"{lines.command}, {lines.date}")
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(tomlkit.dumps(document), encoding="utf-8")
        load(new)
        new.replace(path)
    except OSError as exc:
        raise ModelError(
            f"The lines of '{name}' cannot be written to '{path}' ({exc.strerror}). Make it and its folder writable, "
            f"or put them there yourself: answer = {lines.answer}, support = {lines.support}."
        ) from exc
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
    return path


def installed(entry: Entry) -> Path | None:
    """Return an llm's GGUF or another model's folder if all its files are here with the right size, else None.

    Cheap: reads no file. `pull` is what compares sha256.
    """
    folder = models_path() / entry.name
    for file in entry.files:
        path = folder / file.path
        if not path.is_file() or path.stat().st_size != file.size:
            return None
    return folder / entry.files[0].path if entry.kind == "llm" else folder


def require(entry: Entry) -> Path:
    """Return what `installed` does. Raises ModelNotFoundError, which names the command, instead of None."""
    path = installed(entry)
    if path is None:
        raise ModelNotFoundError(
            f"Model '{entry.name}' is not on this computer ({models_path() / entry.name}). "
            f"Get it ({entry.size_told}) with: brief models pull {entry.name}"
        )
    return path


def pull(entry: Entry, *, report: OnTransfer, patience: float = STALL_SECONDS) -> Pulled:
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


def _pull(entry: Entry, staging: Path, *, report: OnTransfer, patience: float) -> Pulled:
    final, whole = models_path() / entry.name, staging / "whole"

    def tell(what: str, done: int) -> None:
        report(Transfer(what, done, entry.size))

    here = installed(entry)
    if here:
        tell(f"Checking the sha256 of {entry.name}", 0)
        if not _wrong(entry.files, final):
            tell(f"{entry.name} is already installed and intact", entry.size)
            return Pulled(here, None)
        tell(f"{entry.name} is damaged; fetching it again", 0)

    missing = _wrong(entry.files, whole)
    failures: list[str] = []
    used: list[str] = []
    for number, source in enumerate(entry.sources):
        if not missing:
            break
        tell(f"Trying {source}", 0)
        own = staging / f"{number}-{source.kind}"
        own.mkdir(parents=True, exist_ok=True)
        try:
            # Wheels lie beside the file that is put together from them.
            copies = 2 if source.kind == "wheels" else 1
            _check_space(copies * sum(file.size for file in missing), own)
            for file in tuple(missing):
                before = entry.size - sum(other.size for other in missing)
                got = _take(source, file, own, before=before, tell=tell, patience=patience)
                (whole / file.path).parent.mkdir(parents=True, exist_ok=True)
                got.replace(whole / file.path)
                missing.remove(file)
                used.append(str(source))
        except (FetchError, OSError) as exc:
            failures.append(f"{source}: {exc}")
            tell(f"Failed: {failures[-1]}", 0)
    if missing:
        raise FetchError(
            f"Model '{entry.name}' could not be fetched. {'; '.join(failures)}. Try again: "
            f"`brief models pull {entry.name}` goes on from what is here. Or use your own: --model FILE.gguf"
        )
    if final.exists():
        shutil.rmtree(final)
    whole.replace(final)
    shutil.rmtree(staging)
    tell(f"{entry.name} is installed", entry.size)
    return Pulled(require(entry), " and ".join(dict.fromkeys(used)) or "an earlier pull")


def _take(source: Origin, file: File, own: Path, *, before: int, tell: Say, patience: float) -> Path:
    """Return the file from the source, its sha256 checked; `before` bytes of the model are here already."""
    got = source.fetch(file, own, say=lambda what, done: tell(what, before + done), patience=patience)
    tell(f"Checking the sha256 of {file.path}", before + file.size)
    if (digest := _sha256(got)) != file.sha256:
        shutil.rmtree(own)
        raise FetchError(f"{file.path} has sha256 {digest}, not {file.sha256}; it was deleted")
    return got


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _wrong(files: Iterable[File], folder: Path) -> list[File]:
    """Return those of the files that are not in the folder with the right sha256."""
    return [f for f in files if not (folder / f.path).is_file() or _sha256(folder / f.path) != f.sha256]


def _check_space(needed: int, folder: Path) -> None:
    """Raise FetchError if the folder's disk cannot take that many bytes, less those already in it."""
    needed -= sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise FetchError(
            f"{needed} bytes are needed in {models_path()} and {free} are available; "
            "free some, or set BRIEFER_MODELS to a folder on another disk"
        )
