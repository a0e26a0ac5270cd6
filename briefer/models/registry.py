"""The models that Briefer knows: reads models.toml, says what is installed. Knows nothing of what a model does."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints, ValidationError, model_validator

from briefer.config import models_path, shipped
from briefer.errors import ModelError, ModelNotFoundError, UnknownModelError
from briefer.models.files import File, Table
from briefer.models.sources import Origin

ModelKind = Literal["llm", "embedder", "parser"]
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
    `language` is a parser's; `unpack` the folder of the pipeline within its only file, where that is an archive.
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
    language: str = "en"
    unpack: str = ""
    thresholds: Thresholds | None = None
    wording: Literal["source", "model"] = "source"

    @model_validator(mode="after")
    def _holds_together(self) -> Entry:
        if self.kind == "llm" and (len(self.files) != 1 or not self.files[0].path.endswith(".gguf")):
            raise ValueError("an llm has exactly one file, and it is a .gguf")
        if self.kind == "parser" and not self.unpack and PIPELINE_FILE not in {file.path for file in self.files}:
            raise ValueError(f"a parser is the folder of a spaCy pipeline, which has a {PIPELINE_FILE}")
        if self.unpack and (self.kind != "parser" or len(self.files) != 1):
            raise ValueError("unpack is for a parser that is one archive")
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
                "Choose one of these, add it there with what `brief models table` prints of a file or a folder, "
                "or give any file: --model FILE.gguf"
            )
        return self.models[name]

    def default(self, kind: ModelKind) -> Entry:
        """Return the model of that kind that is used unless another is given."""
        return self.models[getattr(self.defaults, kind)]


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


def installed(entry: Entry) -> Path | None:
    """Return an llm's GGUF or another model's folder if all its files are here with the right size, else None.

    Cheap: reads no file. `pull` is what compares sha256.
    """
    folder = models_path() / entry.name
    for file in entry.files:
        path = folder / file.path
        if not path.is_file() or path.stat().st_size != file.size:
            return None
    if entry.unpack:
        return inside if (inside := folder / entry.unpack) and (inside / PIPELINE_FILE).is_file() else None
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
