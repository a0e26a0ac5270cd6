"""Serves the app on this computer: the port, who may reach it, what it answers. Knows nothing of the pages."""

from __future__ import annotations

import contextlib
import ipaddress
import shutil
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefer.app import start
from briefer.app.auth import Accounts
from briefer.app.desk import Desk
from briefer.articles.readers import MAX_BYTES
from briefer.errors import UsageError
from briefer.history import History

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from briefer.api import Briefer

LOCAL = ("127.0.0.1", "localhost", "::1")
NEXT_PORTS = 50
QUEUE = 100  # requests that wait, of all kinds
# Routes of Gradio that fetch from elsewhere or tell of use; the app needs none of them.
CLOSED = (
    "/gradio_api/file=http", "/gradio_api/proxy=", "/gradio_api/vibe", "/gradio_api/deep_link", "/gradio_api/runs",
    "/monitoring", "/openapi.json",
)  # fmt: skip
HEADERS = {
    # Gradio's own code needs inline scripts and eval; nothing at all may come from, or go to, another host.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
        "base-uri 'self'; form-action 'self'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the app is to be reached, and by whom; accounts is None where nobody logs in."""

    host: str = "127.0.0.1"
    port: int = 7860
    accounts: Accounts | None = None


def bind(address: Address) -> socket.socket:
    """Return a socket that listens there.

    Raises UsageError for another computer's host without accounts, a host that is not this computer's, and a taken
    port, naming one that is free.
    """
    if not _is_local(address.host) and address.accounts is None:
        raise UsageError(
            f"--host {address.host} lets other computers read the articles and use the model. Say who may: "
            "--auth-file FILE, with a line for each person from: brief password NAME"
        )
    try:
        return _listen(address.host, address.port)
    except OSError as exc:
        for port in range(address.port + 1, min(address.port + NEXT_PORTS, 65536)):
            with contextlib.suppress(OSError), _listen(address.host, port):
                raise UsageError(
                    f"Port {address.port} is taken ({exc.strerror}). This one is free: --port {port}"
                ) from exc
        raise UsageError(f"'{address.host}' port {address.port} cannot be used ({exc.strerror}).") from exc


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as exc:
        listening.close()
        if isinstance(exc, OverflowError):
            raise UsageError(f"Port {port} is none: choose one from 1 to 65535.") from exc
        raise
    return listening


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextlib.contextmanager
def serving(briefer: Briefer, address: Address) -> Iterator[str]:
    """Serve the app while the context lasts; gives its URL. The model loads beside it.

    Raises UsageError as `bind` does, LibraryError if the index folder cannot be written.
    """
    listening = bind(address)
    files = Path(tempfile.mkdtemp(prefix="briefer-ui-"))
    try:
        start.prepare(files)
        desk = Desk(briefer, History(briefer.index), files)
        server, end_streams = _server(desk, address)
        desk.load()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            if not thread.is_alive():
                raise UsageError(f"The app could not start on {address.host}, port {address.port}.")
            thread.join(0.01)
        host, port = listening.getsockname()[:2]
        try:
            yield f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        finally:
            desk.works.stop_all()
            end_streams()
            server.should_exit = True
            thread.join(5)
            desk.history.close()
    finally:
        listening.close()
        shutil.rmtree(files, ignore_errors=True)


def _server(desk: Desk, address: Address) -> tuple[uvicorn.Server, Callable[[], None]]:
    """Return the server of the app, which listens to nothing yet, and what lets its open streams end."""
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from briefer.app import look
    from briefer.app.app import App

    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # Another site's page must not reach the app by having its own name resolve to this computer.
    web.add_middleware(TrustedHostMiddleware, allowed_hosts=list(LOCAL) if _is_local(address.host) else ["*"])
    web.add_middleware(Guard, compress=not _is_local(address.host))
    app = App(desk)
    app.blocks.queue(max_size=QUEUE, api_open=False)
    # Gradio's MCP server asks nobody for a password, so it is there only where nobody needs one.
    gr.mount_gradio_app(
        web, app.blocks, path="/", footer_links=[], run_history=False, ssr_mode=False, enable_monitoring=False,
        auth=address.accounts.check if address.accounts else None,
        max_file_size=MAX_BYTES, theme=look.theme(), css=look.css(), mcp_server=address.accounts is None, pwa=False,
    )  # fmt: skip
    # Python's own loop, not uvloop: only it raises the audit events by which a test sees every connection.
    config = uvicorn.Config(web, loop="asyncio", log_level="warning", timeout_graceful_shutdown=1, access_log=False)
    return uvicorn.Server(config), web.routes[-1].app.stop_event.set  # type: ignore[attr-defined]


class Guard:
    """Middleware that closes what Gradio offers and the app does not need, and says what a page may load."""

    def __init__(self, app: ASGIApp, *, compress: bool) -> None:
        """Say whether answers may be compressed: on the way to the same computer that only takes time."""
        self.app = app
        self._compress = compress

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a closed route, and what another site's page sends; else pass it on, and add HEADERS to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"].lower().startswith(CLOSED):
            await _refuse(send, 404)
        elif scope["method"] != "GET" and (b"sec-fetch-site", b"cross-site") in scope["headers"]:
            await _refuse(send, 403)
        else:
            if not self._compress:
                kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
                scope = {**scope, "headers": kept}
            await self.app(scope, receive, partial(_with_headers, send))


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _with_headers(send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        more = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
        message = {**message, "headers": [*message.get("headers", []), *more]}
    await send(message)


def run(briefer: Briefer, address: Address, *, browser: bool = True) -> None:
    """Serve the app until it is interrupted, telling on stderr where it is."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that what was uploaded is cleared away
    with serving(briefer, address) as url:
        sys.stderr.write(f"Briefer is at {url} (Ctrl-C ends it)\n")
        if not _is_local(address.host):
            sys.stderr.write(
                "Other computers reach it, and whoever has an account reads the articles. Put TLS before it.\n"
            )
        if browser:
            webbrowser.open(url)
        threading.Event().wait()
