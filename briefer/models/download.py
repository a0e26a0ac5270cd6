"""Gets a file from a web address, over connections that break, stall or never answer. Knows nothing of models.toml."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from briefer.errors import FetchError
from briefer.models.files import File

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 4.0
ANSWER_SECONDS = 8.0
STEP = 1 << 20  # bytes between two reports

Say = Callable[[str, int], None]
"""Called with what is being done and how many bytes of the file are here."""


def download(url: str, file: File, part: Path, *, headers: dict[str, str], say: Say, patience: float) -> None:
    """Fill `part` with the file from a web address, going on where an earlier try or a broken connection stopped.

    Asks again as long as each try brings something; raises FetchError at the first that does not.
    """
    import httpx

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
