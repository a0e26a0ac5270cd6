"""Writes tables of models.toml: a model's measured lines, and the whole table of a model that is not in it."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from briefer.config import shipped
from briefer.errors import ModelError, ModelNotFoundError
from briefer.models.files import sha256_of
from briefer.models.registry import PIPELINE_FILE, Thresholds, load


def writable(path: Path | None = None) -> Path:
    """Return the path of models.toml if it can be written; raises ModelError, which says what to do, if not."""
    path = path or shipped("models.toml")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise ModelError(f"'{path}' cannot be written, so no line can be kept there. Make it and its folder writable.")
    return path


def table_of(path: Path) -> str:
    """Return the table that makes a GGUF file, or the folder of a spaCy pipeline, a model of models.toml.

    Raises ModelNotFoundError if it is neither.
    """
    if path.is_dir():
        return _table_of_pipeline(path)
    if not path.is_file():
        raise ModelNotFoundError(f"There is no model file '{path}'. Pass --model with a name or another file.")
    size = path.stat().st_size
    return f"""\
[models."{_name(path.stem)}"]
kind = "llm"
licence = "unknown"
context_length = 4096
context_default = 4096
memory_gb = {size / 1e9 * 1.15 + 1.2:.1f}
good_for = "Added by hand."
files = [{_file(path, path.parent)}]
sources = [{{ kind = "path", path = {_text(path.resolve())} }}]"""


def _table_of_pipeline(folder: Path) -> str:
    """Return the table of a pipeline, named as its meta.json says: de-core-news-sm."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        name, licence = f"{meta['lang']}-{meta['name']}".replace("_", "-"), meta.get("license") or "unknown"
        (folder / PIPELINE_FILE).stat()
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ModelNotFoundError(
            f"The folder '{folder}' is not a spaCy pipeline ({exc}). Pass the folder that has its {PIPELINE_FILE} "
            "and meta.json; in an installed package that is the one with the version in its name."
        ) from exc
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    lines = "\n".join(f"    {_file(path, folder)}," for path in files)
    return f"""\
[models."{_name(name)}"]
kind = "parser"
licence = {_text(licence)}
memory_gb = {size / 1e9 * 1.15 + 0.2:.1f}
good_for = "Added by hand."
files = [
{lines}
]
sources = [{{ kind = "path", path = {_text(folder.resolve() / "{path}")} }}]"""


def _name(given: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", given.lower()).lstrip("._-") or "model"


def _file(path: Path, folder: Path) -> str:
    below = _text(path.relative_to(folder).as_posix())
    return f'{{ path = {below}, size = {path.stat().st_size}, sha256 = "{sha256_of(path)}" }}'


def _text(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)


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
