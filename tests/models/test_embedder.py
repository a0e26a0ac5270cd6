"""The embedder runs without torch, in 8 bits, and reads a text under its title."""

import subprocess
import sys

import numpy as np
import pytest

from briefer.errors import ModelLoadError
from briefer.models.embedder import HashingEmbedder, LocalEmbedder, Titled

CRASH = Titled("Airliner crashes near Lennford", "It carried 68 people. All of them died.", ((0, 21), (22, 39)))


def test_the_fake_one_gives_a_row_for_the_whole_and_for_each_part():
    (rows,) = HashingEmbedder().encode_titled([CRASH])
    assert np.array_equal(rows, HashingEmbedder().encode([CRASH.text, "It carried 68 people.", "All of them died."]))


def test_a_folder_without_a_model_is_named_with_the_remedy(tmp_path):
    with pytest.raises(ModelLoadError, match="brief models pull none"):
        LocalEmbedder(tmp_path, name="none").encode(["text"])


@pytest.mark.model
def test_vectors_in_8_bits_are_those_of_the_whole_model(real_embedder):
    code = """
import sys, numpy, warnings
warnings.simplefilter("ignore")
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu", local_files_only=True)
print(*model.encode(sys.argv[2:], normalize_embeddings=True).ravel().tolist())
"""
    texts = ["The ferry burned off Lorne.", "A ship caught fire.", "Taxes on wine will rise in May, the minister said."]
    told = subprocess.run(
        [sys.executable, "-c", code, str(real_embedder._path), *texts], capture_output=True, text=True, check=True
    ).stdout
    whole = np.array(told.split(), dtype=np.float32).reshape(len(texts), -1)
    assert (real_embedder.encode(texts) * whole).sum(axis=1).min() > 0.98


@pytest.mark.model
def test_a_title_tells_what_a_sentence_is_about(real_embedder):
    (query,) = real_embedder.encode(["How many people were on the plane that crashed?"])
    bare, titled = real_embedder.encode_titled([Titled("", CRASH.text, CRASH.parts), CRASH])
    assert titled.shape == (3, len(query))
    assert np.allclose(np.linalg.norm(titled, axis=1), 1, atol=1e-5)
    assert titled[1] @ query > bare[1] @ query + 0.1


@pytest.mark.model
def test_no_start_waits_for_torch(real_embedder):
    code = """
import sys
from pathlib import Path
from briefer.models.embedder import LocalEmbedder
LocalEmbedder(Path(sys.argv[1]), name="x").encode(["text"])
sys.exit("torch" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code, str(real_embedder._path)], check=False).returncode == 0
