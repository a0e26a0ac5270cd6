"""Where things are: the corpus, its index, the models, the files that ship with the program. Reads nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

INDEX_FOLDER = ".briefer"


def corpus_path(given: Path | str | None) -> Path:
    """Return the folder of articles: what was given, else BRIEFER_CORPUS, else ./corpus."""
    return Path(given or os.environ.get("BRIEFER_CORPUS") or "corpus").expanduser()


def index_path(corpus: Path, given: Path | str | None) -> Path:
    """Return the folder of the index: what was given, else BRIEFER_INDEX, else .briefer inside the corpus."""
    chosen = given or os.environ.get("BRIEFER_INDEX")
    return Path(chosen).expanduser() if chosen else corpus / INDEX_FOLDER


def models_path() -> Path:
    """Return the folder that models are kept in: BRIEFER_MODELS, else the user's cache."""
    chosen = os.environ.get("BRIEFER_MODELS")
    return Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("briefer") / "models"


def shipped(name: str) -> Path:
    """Return the path of a file or folder that ships with the program, in a wheel or in a checkout."""
    here = Path(__file__).parent
    packed = here / "data" / name
    return packed if packed.exists() else here.parent / name


def share_cores() -> None:
    """Have threads that wait for each other spin for a moment, then sleep, unless the user chose otherwise.

    Call it before a library that uses OpenMP is loaded. Decoding on two cores, tokens/s alone and beside another busy
    program: always spinning 11.6 and 0.3 to 2.5, sleeping at once 8.7 and 4.6, this 11.6 and 9.5.
    """
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", "10000")
