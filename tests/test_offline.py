"""Nothing goes over a network: not for telemetry, not for a model's newest version, not for anything else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BRIEF = Path(sys.executable).parent / "brief"
# Python runs this before the program: whatever asks for an address or a connection is written down and refused.
WATCH = """
import os, socket, sys

def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"):
        if event == "socket.connect" and arguments[0].family == socket.AF_UNIX:
            return
        with open(os.environ["WATCHED"], "a") as file:
            print(event, arguments, file=file)
        raise OSError("no network in this test")

sys.addaudithook(watch)
"""


@pytest.fixture
def offline(tmp_path):
    """Run a command; return its exit code, what it put out, and what it asked of the network."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    watched = tmp_path / "watched"
    hidden = ("BRIEFER_", "HF_", "ANONYMIZED_", "DO_NOT_TRACK", "TRANSFORMERS_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    environment |= {"PYTHONPATH": str(tmp_path / "watch"), "WATCHED": str(watched)}

    def run(*command):
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, env=environment, check=False)
        return done, watched.read_text() if watched.exists() else ""

    return run


def test_the_watch_sees_a_connection(offline):
    done, asked = offline(sys.executable, "-c", "import httpx; httpx.get('http://127.0.0.1:9')")
    assert done.returncode == 1
    assert "127.0.0.1" in asked


def test_ingesting_and_searching_with_the_real_embedder_ask_nothing_of_the_network(offline, corpus, tmp_path):
    places = ("--corpus", corpus, "--index", tmp_path / "index")
    done, asked = offline(BRIEF, "search", "a ferry for passengers", "--format", "json", *places)
    assert (done.returncode, done.stderr, asked) == (0, "", "")
    assert json.loads(done.stdout)[0]["article"] == "bridge.md"


@pytest.mark.model
def test_answering_with_a_real_model_asks_nothing_of_the_network(offline, corpus, tmp_path):
    places = ("--corpus", corpus, "--index", tmp_path / "index", "--model", "smollm2-135m")
    done, asked = offline(BRIEF, "ask", "Which penguins colonised Antarctica?", "--format", "json", *places)
    assert done.returncode in (0, 3)
    assert asked == ""
    assert json.loads(done.stdout)["model"] == "smollm2-135m"
