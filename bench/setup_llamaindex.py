"""Makes .venv-bench, where LlamaIndex lives: python bench/setup_llamaindex.py, with the project's own Python.

A .pth file shows it the packages of the environment that runs this, so both sides of a comparison use the same build
of torch, llama-cpp-python and sentence-transformers. pip installs nothing outside .venv-bench. A second run does
nothing.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / ".venv-bench"
REQUIREMENTS = HERE / "requirements-llamaindex.txt"
DONE = FOLDER / "installed.txt"
PYTHON = FOLDER / "bin" / "python"


def main() -> None:
    shared = sysconfig.get_path("purelib")
    made_from = f"{shared}\n{REQUIREMENTS.read_text()}"
    if DONE.exists() and DONE.read_text() == made_from:
        return
    venv.create(FOLDER, clear=True)
    (FOLDER / ".gitignore").write_text("*\n")
    found = subprocess.check_output([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True)
    Path(found.strip(), "briefer-venv.pth").write_text(f"{shared}\n")
    subprocess.run([sys.executable, "-m", "pip", "--python", PYTHON, "install", "-q", "-r", REQUIREMENTS], check=True)
    subprocess.run([PYTHON, "-c", "import llama_index.core, llama_cpp, sentence_transformers"], check=True)
    DONE.write_text(made_from)


if __name__ == "__main__":
    main()
