"""A file of a model: its path below the model's folder, its size and digest. Knows nothing of sources."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Table(BaseModel):
    """The settings that all tables of models.toml share."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class File(Table):
    """One file of a model: its path below the model's folder, its digest and its size in bytes."""

    path: str
    sha256: Sha256
    size: int = Field(ge=0)

    @field_validator("path")
    @classmethod
    def _stays_inside(cls, path: str) -> str:
        if not path or "\\" in path or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise ValueError(f"'{path}' must be a relative path with forward slashes and without '..'")
        return path


def sha256_of(path: Path) -> str:
    """Return the digest of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
