"""The wheel works where there is no checkout."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
USE = """
import briefer
from briefer.models import registry
from briefer.config import shipped
from briefer.models.prompts import fill
assert str(briefer.__file__).startswith({place!r}), briefer.__file__
assert str(shipped("prompts")).startswith({place!r})
assert registry.load().default("llm").name
assert "rain" in fill("read", {{"passage": "rain", "question": "what?"}}).user
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
