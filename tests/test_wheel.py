"""The wheel works where there is no checkout, and the source has what its pages name."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
USE = """
import briefer
from briefer.models import registry
from briefer.config import shipped
from briefer.grounding.check import weights
from briefer.language.lists import labels
from briefer.models.prompts import fill
from briefer.rendering import render
assert str(briefer.__file__).startswith({place!r}), briefer.__file__
assert str(shipped("prompts")).startswith({place!r})
assert registry.load().default("llm").name
assert labels("de")
assert weights().signals
assert b"Nothing was found." in render([], "html")
assert b"%PDF" in render([], "pdf")
assert "rain" in fill("answer", {{"passage": "rain", "question": "what?"}}).user
"""


def run(*command: str, **options: object) -> None:
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_carries_prompts_and_models_and_works_elsewhere(tmp_path):
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT))
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    place = tmp_path / "place"
    run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(place), str(wheel))
    run("-c", USE.format(place=str(place)), cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(place)})


def test_the_source_carries_its_pages_and_what_the_wheel_is_made_of(tmp_path):
    run("-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path), str(ROOT))
    (source,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    pages = {path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*")]}
    data = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("briefer/data/**/*.toml")}
    assert pages | data | {"bench/README.md", "models.toml", "prompts/answer.txt"} <= names
