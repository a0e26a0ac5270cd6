"""The app lets nothing out, nobody in who has no account, and runs nothing that an article brings."""

import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from test_ui import app, ask, browser, enter, page, tab  # noqa: F401

from briefer import Briefer
from briefer.app import auth
from briefer.app.serve import HEADERS, Address, bind, serving
from briefer.cli.commands import app as commands
from briefer.errors import UsageError
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel

ATTACKS = {
    "script": "<script>window.hit=1</script>",
    "image": "<img src=x onerror=window.hit=2>",
    "breakout": '"><svg onload=window.hit=3>',
    "single": "' autofocus onfocus=window.hit=4 x='",
    "template": "${window.hit=5}",
    "handlebars": '{{#with "s" as |string|}}{{string.sub.constructor "window.hit=6"}}{{/with}}',
    "link": "[click](javascript:window.hit=7)",
    "style": "</style><script>window.hit=8</script>",
    "comment": "--><script>window.hit=9</script><!--",
    "frame": "<iframe srcdoc='<script>parent.hit=10</script>'></iframe>",
    "textarea": "</textarea></title><script>window.hit=11</script>",
    "backtick": "`+(window.hit=12)+`",
    "elsewhere": "<img src=http://192.0.2.1/x.png><link rel=stylesheet href=//192.0.2.2/x.css>",
}


MINUTE = 60


@pytest.fixture
def hostile(tmp_path):
    """A folder of articles whose text, titles, publishers and names try to run scripts."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, (name, attack) in enumerate(ATTACKS.items()):
        front = (
            f"title: {json.dumps('Lennford ' + attack)}\npublisher: {json.dumps(attack)}\ndate: 2024-01-{number + 1:02}"
        )
        body = (
            f"Officer {name} said that the Lennford ferry {attack} must stop.\n\nThe ferry of Lennford is old {attack}."
        )
        plain = f"The ferry of Lennford and {name}\n\nOfficer {name} said that the Lennford ferry {attack} was {name}."
        (folder / f"{name}.md").write_text(f"---\n{front}\n---\n\n{body}\n", encoding="utf-8")
        (folder / f"{name}-plain.txt").write_text(plain, encoding="utf-8")
    (folder / "<img src=x onerror=hit=13>.txt").write_text("The ferry of Lennford <b>sank</b> on Friday, Ada said.")
    return folder


def test_no_article_title_file_name_or_question_runs_a_script(page, hostile, tmp_path):  # noqa: F811
    with app(hostile, tmp_path / "index") as (briefer, url):
        elsewhere = []
        page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(url) else None)
        enter(page, url)
        for name in ("script", "template", "handlebars"):
            ask(page, f"What did officer {name} say of the Lennford ferry {ATTACKS[name]}?")
            expect(page.locator("#talk .question").last).to_contain_text(f"officer {name}")
            expect(page.locator("#status")).to_be_empty()
        for entry in page.locator("#left .opens").all():
            entry.click()
        expect(page.locator("#evidence h2")).to_be_visible()
        tab(page, "Brief")
        page.fill("#topic textarea, #topic input", f"Lennford ferry {ATTACKS['image']}")
        page.locator("#make").click()
        expect(page.locator("#page")).to_contain_text("Made by fake")
        page.get_by_role("button", name="Preview and download").click()
        expect(page.frame_locator("#preview iframe").locator("main")).to_contain_text("onerror=window.hit=2")
        tab(page, "Library")
        expect(page.locator("#table")).to_contain_text("onerror=hit=13")
        page.reload()
        expect(page.locator("#talk .question")).to_have_count(3)
        assert page.evaluate("window.hit") is None
        assert page.locator("#talk img, #talk iframe, #talk script, #evidence img, #page svg").count() == 0
        assert [request for request in elsewhere if not request.startswith(("data:", "blob:"))] == []
        assert len(briefer.articles()) == len(ATTACKS) * 2 + 1


def test_the_page_asks_nothing_of_other_hosts(page, corpus, tmp_path):  # noqa: F811
    with app(corpus, tmp_path / "index") as (_, url):
        asked = []
        page.context.route("**/*", lambda route: (asked.append(route.request.url), route.continue_()))
        enter(page, url)
        for name in ("Brief", "Library", "Model", "Ask"):
            tab(page, name)
        page.context.unroute("**/*")
        assert len(asked) > 10
        assert {
            re.split(r"(?<!/)/(?!/)", address)[0] + "/" for address in asked if not address.startswith("data:")
        } == {url}


def test_the_server_asks_nothing_of_other_hosts(corpus, tmp_path):
    watch = """
import os, sys
def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.connect", "socket.sendto"):
        told = str(arguments)
        if "127.0.0.1" not in told and "AF_UNIX" not in told:
            open(os.environ["WATCHED"], "a").write(f"{event} {told}\\n")
            raise OSError("no network in this test")
sys.addaudithook(watch)
"""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(watch)
    root = str(Path(__file__).parents[2])
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GRADIO", "HF_", "BRIEFER"))}
    environment |= {"PYTHONPATH": f"{tmp_path / 'watch'}:{root}", "WATCHED": str(tmp_path / "watched")}
    with started(corpus, tmp_path, environment) as (url, seconds, _):
        assert httpx.get(url).status_code == 200
        assert post_address_as_upload(url) == "error"
    assert not (tmp_path / "watched").exists(), (tmp_path / "watched").read_text()
    assert seconds < MINUTE, "bench/run.py app measures it; here it only must not hang"


def post_address_as_upload(url):
    """Post a file's address in place of a file to the upload's own event; returns how that ended."""
    layout = httpx.get(f"{url}config").json()
    event = next(d["id"] for d in layout["dependencies"] if any(on == "upload" for _, on in d["targets"]))
    address = "http://articles.example.org/a.txt"
    file = {"path": address, "url": address, "orig_name": "a.txt", "meta": {"_type": "gradio.FileData"}}
    joined = {"data": [[file]], "fn_index": event, "session_hash": "outside", "event_data": None, "trigger_id": None}
    assert httpx.post(f"{url}gradio_api/queue/join", json=joined).status_code == 200
    with httpx.stream("GET", f"{url}gradio_api/queue/data?session_hash=outside", timeout=MINUTE) as news:
        for line in news.iter_lines():
            if '"process_completed"' in line:
                return "done" if json.loads(line.removeprefix("data: "))["success"] else "error"
    return None


@contextmanager
def started(corpus, folder, environment=None):
    """Run the command itself; gives its URL, the seconds until it said so, and its process."""
    # What a shell runs in the background ignores Ctrl-C, and so would what it starts.
    program = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from briefer.cli.main import main; sys.exit(main())"
    )
    command = [
        sys.executable, "-c", program, "ui", "--no-browser",
        "--model", "fake", "--corpus", str(corpus), "--index", str(folder / "index"), "--port", str(free_port()),
    ]  # fmt: skip
    begun = time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    ) as run:
        try:
            told = []
            for line in run.stderr:
                told.append(line)
                if found := re.search(r"http://\S+", line):
                    break
            assert found, "".join(told)
            yield found.group(), time.monotonic() - begun, run
        finally:
            run.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_taken_port_is_an_error_that_names_a_free_one(corpus, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"Port {port} is taken.*--port (\d+)") as caught:
            bind(Address(port=port))
        named = int(re.search(r"--port (\d+)", str(caught.value)).group(1))
        bind(Address(port=named)).close()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_another_host_is_refused_without_accounts(host):
    with pytest.raises(UsageError, match=r"--auth-file"):
        bind(Address(host=host, port=free_port()))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_this_computers_own_addresses_need_none(host):
    bind(Address(host=host, port=free_port())).close()


@pytest.mark.parametrize(("options", "said"), [(("--host", "0.0.0.0"), "--auth-file"), (("--port", "0"), "--port")])
def test_a_start_that_is_refused_is_one_line_and_exit_code_2(corpus, options, said):
    command = [sys.executable, "-c", "import sys; from briefer.cli.main import main; sys.exit(main())", "ui", *options]
    done = subprocess.run([*command, "--corpus", corpus], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_ending_it_clears_away_what_passed_through(corpus, tmp_path, number, code):
    (tmp_path / "temporary").mkdir()
    root = str(Path(__file__).parents[2])
    with started(
        corpus, tmp_path, {**os.environ, "TMPDIR": str(tmp_path / "temporary"), "PYTHONPATH": root}
    ) as running:
        url, _, process = running
        assert httpx.post(f"{url}gradio_api/upload", files={"files": ("a.txt", b"text")}).status_code == 200
        assert list((tmp_path / "temporary").glob("briefer-ui-*/**/a.txt"))
        process.send_signal(number)
        assert process.wait(MINUTE) == code
    assert list((tmp_path / "temporary").glob("briefer-ui-*")) == []


def test_a_request_under_another_name_is_refused(corpus, tmp_path):
    with app(corpus, tmp_path / "index") as (_, url):
        assert httpx.get(url, headers={"Host": "evil.example"}).status_code == 400
        answer = httpx.get(url)
        assert answer.status_code == 200
        assert all(answer.headers[name] == value for name, value in HEADERS.items())


ROUTES = ("gradio_api/file=", "gradio_api/file/", "gradio_api/proxy=", "static/", "assets/", "gradio_api/stream/")


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "../../../../etc/passwd", "..%2f..%2f..%2fetc/passwd", "{corpus}/harbour.txt",
        "{index}/catalogue.sqlite", "{index}/history.sqlite", "{here}", "http://127.0.0.1:9/x", "HTTP://192.0.2.1/x",
        "//192.0.2.1/x", "file:///etc/passwd", "{corpus}/../index/catalogue.sqlite", "%2e%2e/%2e%2e/etc/passwd",
        "\\etc\\passwd",
    ],
)  # fmt: skip
def test_the_file_routes_give_nothing_but_what_the_app_offers(served, path):
    briefer, url = served
    path = path.format(corpus=briefer.corpus, index=briefer.index, here=__file__)
    for route in (
        "gradio_api/file=",
        "gradio_api/file/",
        "gradio_api/proxy=",
        "static/",
        "assets/",
        "gradio_api/stream/",
    ):
        answer = httpx.get(f"{url}{route}{path}")
        assert answer.status_code in (400, 403, 404, 405, 422, 500), (route, answer.status_code)
        assert not re.search("root:|SQLite|Westhaven|def test", answer.text)


@pytest.fixture(scope="module")
def served(tmp_path_factory, ready):
    folder = tmp_path_factory.mktemp("served")
    with app(ready[0], folder / "index") as (briefer, url):
        yield briefer, url


def test_what_the_app_does_not_need_is_closed(served):
    for path in (
        "monitoring",
        "monitoring/summary",
        "gradio_api/vibe-code/",
        "gradio_api/deep_link",
        "docs",
        "openapi.json",
    ):
        assert httpx.get(served[1] + path).status_code == 404, path


def test_a_page_of_another_site_may_neither_send_nor_read(served):
    for path in ("gradio_api/upload", "gradio_api/run/predict", "gradio_api/queue/join"):
        sent = httpx.post(served[1] + path, headers={"Sec-Fetch-Site": "cross-site"}, files={"files": b"text"})
        assert sent.status_code == 403
    answer = httpx.get(served[1] + "config", headers={"Origin": "https://evil.example"})
    assert answer.headers.get("access-control-allow-origin") != "https://evil.example"


def test_accounts_are_hashed_read_from_a_file_or_the_environment_and_checked(tmp_path, monkeypatch):
    line = auth.line("ada", "correct horse")
    assert "correct horse" not in line
    assert line.startswith("ada:$argon2id$")
    (tmp_path / "accounts").write_text(f"# people\n\n{line}\n")
    for known in (auth.accounts(tmp_path / "accounts"),):
        assert known.verify("ada", "correct horse")
        assert not known.verify("ada", "wrong horse")
        assert not known.verify("tom", "correct horse")
    monkeypatch.setenv("BRIEFER_AUTH", line)
    assert auth.accounts(None).verify("ada", "correct horse")
    monkeypatch.delenv("BRIEFER_AUTH")
    assert auth.accounts(None) is None


@pytest.mark.parametrize("text", ["", "# nobody\n", "ada:secret\n", "ada\n", "ada:$2b$12$abc\n"])
def test_accounts_that_cannot_be_used_are_told_without_repeating_a_password(tmp_path, text):
    (tmp_path / "accounts").write_text(text)
    with pytest.raises(UsageError, match="brief password") as caught:
        auth.accounts(tmp_path / "accounts")
    assert "secret" not in str(caught.value)
    with pytest.raises(UsageError, match="cannot be read"):
        auth.accounts(tmp_path / "nowhere")


@pytest.mark.parametrize(("name", "password"), [("", "long enough"), ("a:b", "long enough"), ("ada", "short")])
def test_names_and_passwords_that_cannot_be_used_are_refused(name, password):
    with pytest.raises(UsageError):
        auth.line(name, password)


def test_brief_password_prints_a_line_and_never_the_password():
    from typer.testing import CliRunner

    done = CliRunner().invoke(commands, ["password", "ada"], input="correct horse\ncorrect horse\n")
    assert done.exit_code == 0
    assert "correct horse" not in done.stdout
    assert re.search(r"^ada:\$argon2id\$", done.stdout, re.MULTILINE)


def test_with_accounts_nothing_is_shown_or_done_before_the_log_in(page, ready, tmp_path):  # noqa: F811
    known = auth.Accounts({"ada": auth.HASHER.hash("correct horse")})
    with (
        Briefer(ready[0], index=tmp_path, language_model=FakeModel(), embedder=HashingEmbedder()) as briefer,
        serving(briefer, Address(port=0, accounts=known)) as url,
    ):
        for path in (
            "config",
            "gradio_api/info",
            "gradio_api/file=/etc/passwd",
            "gradio_api/mcp/schema",
            "gradio_api/mcp/",
        ):
            assert httpx.get(url + path).status_code in (401, 404), path
        joined = httpx.post(f"{url}gradio_api/call/ask", json={"data": ["Who warned?", "", "", ""]})
        assert joined.status_code == 401
        assert "Lenn" not in httpx.get(url).text
        page.goto(url)
        page.get_by_label("username").fill("ada")
        page.get_by_label("password").fill("wrong horse")
        page.get_by_role("button", name="Login").click()
        expect(page.get_by_text(re.compile("Incorrect", re.IGNORECASE))).to_be_visible()
        page.get_by_label("username").fill("ada")
        page.get_by_label("password").fill("correct horse")
        page.get_by_role("button", name="Login").click()
        page.wait_for_selector("#question textarea:enabled")
        ask(page, "Who warned that the old ferry must run?")
        expect(page.locator("#talk .cite").first).to_be_visible()


def test_text_is_shown_as_it_is():
    from briefer.app.draw import text

    assert text("<b>&\"'") == html.escape("<b>&\"'")
