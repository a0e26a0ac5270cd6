"""A folder that is watched: a real process, and real files that come, change and go, some half written."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

BRIEF = Path(sys.executable).parent / "brief"
PATIENCE = 120.0  # seconds


class Lines:
    """The lines that a process writes, each waited for."""

    def __init__(self, stream):
        self._lines = queue.Queue()
        self._stream = stream
        self._thread = threading.Thread(target=lambda: [self._lines.put(line) for line in stream])
        self._thread.start()

    def next(self):
        return self._lines.get(timeout=PATIENCE).rstrip("\n")

    def end(self):
        """Return what was not waited for, once the process has ended."""
        self._thread.join()
        self._stream.close()
        return list(self._lines.queue)


@pytest.fixture
def watched(corpus, tmp_path):
    """A process that watches the corpus, and the lines of its stdout and stderr."""
    process = subprocess.Popen(
        [BRIEF, "ingest", "--watch", "--corpus", corpus],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if name not in ("BRIEFER_CORPUS", "BRIEFER_INDEX")},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    told, warned = Lines(process.stdout), Lines(process.stderr)
    yield process, told, warned
    process.kill()
    process.wait()
    told.end()
    warned.end()


def test_what_comes_changes_and_goes_is_a_line_each_until_ctrl_c(watched, corpus):
    process, told, warned = watched
    assert told.next() == "3 articles: 3 read, 0 gone, 0 skipped."
    (corpus / "new.txt").write_text("The lighthouse of Westhaven was painted green on Monday.")
    assert told.next() == "new.txt: read"
    (corpus / "north" / "museum.txt").write_text("The museum of Westhaven is closed.")
    assert told.next() == "north/museum.txt: read"
    (corpus / "harbour.txt").unlink()
    assert told.next() == "harbour.txt: gone"
    (corpus / ".hidden.txt").write_text("Nobody looks at this.")
    with (corpus / "slow.txt").open("w") as file:  # written bit by bit
        for day in range(8):
            file.write(f"The ferry sailed on day {day} of the week.\n\n")
            file.flush()
            time.sleep(0.1)
    assert told.next() == "slow.txt: read"
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7 half of it")
    assert "hidden" in warned.next()
    assert "broken.pdf" in warned.next()
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 130
    assert set(told.end()) <= {"slow.txt: read"}  # once for each time that it was seen
    assert set(warned.end()) == {"brief: interrupted. What was indexed is kept.\n"}


def test_a_folder_that_is_emptied_may_be_filled_again_and_one_that_is_not_there_is_an_error(watched, corpus, tmp_path):
    _, told, warned = watched
    assert told.next().startswith("3 articles")
    kept = (corpus / "bridge.md").read_text()
    for path in [path for path in corpus.rglob("*.[tm]*") if ".briefer" not in path.parts]:
        path.unlink()
    assert "There is no article" in warned.next()
    (corpus / "bridge.md").write_text(f"{kept}\n\nIt was painted on Monday.\n")
    assert {told.next() for _ in range(3)} >= {"harbour.txt: gone", "north/museum.txt: gone"}
    done = subprocess.run(
        [BRIEF, "ingest", "--watch", "--corpus", tmp_path / "nowhere"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "cannot be watched" in done.stderr
    assert "Traceback" not in done.stderr
