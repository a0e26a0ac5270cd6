"""Makes .venv-bench, where LlamaIndex lives: .venv/bin/python bench/setup_llamaindex.py. A second run does nothing.

A .pth file shows it the packages of the environment that runs this, so both sides of a comparison use the same builds
of torch, llama-cpp-python and sentence-transformers. pip installs nothing outside .venv-bench.
"""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".venv-bench"
PYTHON = FOLDER / "bin" / "python"


def main() -> None:
    requirements, done = Path(__file__).with_name("requirements-llamaindex.txt"), FOLDER / "installed.txt"
    made_from = f"{sysconfig.get_path('purelib')}\n{requirements.read_text()}"
    if done.exists() and done.read_text() == made_from:
        return
    venv.create(FOLDER, clear=True)
    (FOLDER / ".gitignore").write_text("*\n")
    own = subprocess.check_output([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True)
    Path(own.strip(), "shared.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run([sys.executable, "-m", "pip", "--python", PYTHON, "install", "-q", "-r", requirements], check=True)
    done.write_text(made_from)


if __name__ == "__main__":
    main()
