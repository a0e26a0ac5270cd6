"""Which models are found by what a user chose, and when they are loaded and closed."""

import hashlib

import pytest

from briefer.errors import ModelNotFoundError, UnknownModelError, UsageError
from briefer.models import registry
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.models.loader import FAKE, Loader, weights


class Closing(FakeModel):
    """A model that knows whether it was closed."""

    closed = False
    written = 7

    def close(self):
        self.closed = True


@pytest.fixture(autouse=True)
def nowhere(monkeypatch, tmp_path):
    monkeypatch.setenv("BRIEFER_MODELS", str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("chosen", "error", "said"),
    [
        ("nobody", UnknownModelError, "'nobody' is not in models.toml"),
        (registry.load().defaults.embedder, UnknownModelError, "is an embedder, not a language model"),
        (registry.load().defaults.parser, UnknownModelError, "is a parser, not a language model"),
        ("smollm2-135m", ModelNotFoundError, "brief models pull smollm2-135m"),
        (None, ModelNotFoundError, "brief models pull"),
        ("none.GGUF", ModelNotFoundError, r"no model file 'none\.GGUF'"),
    ],
)
def test_what_is_not_there_is_named_with_what_to_do(chosen, error, said):
    with pytest.raises(error, match=said):
        weights(chosen)
    with pytest.raises(error, match=said):
        Loader(chosen).find()


def test_any_file_is_known_by_its_name_and_its_own_sha256(tmp_path):
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    found = weights(tmp_path / "own.gguf")
    assert (found.name, found.entry, found.sha256()) == ("own", None, hashlib.sha256(b"GGUF").hexdigest())
    loader = Loader(tmp_path / "own.gguf")
    assert (loader.name, loader.loaded, loader.thresholds, loader.written) == ("own", False, None, 0)


def test_a_given_model_is_used_as_it_is_stays_and_is_closed():
    model = Closing()
    loader = Loader(model=model, embedder=HashingEmbedder())
    assert loader.model() is model
    assert (loader.name, loader.written, loader.sha256, loader.thresholds) == ("fake", 7, None, None)
    with pytest.raises(UsageError, match="given and stays"):
        loader.changeable()
    loader.close()
    assert model.closed
    assert not loader.loaded


def test_a_trial_needs_no_files():
    loader = Loader(FAKE)
    assert loader.trial
    assert loader.model().name == "fake"
    assert loader.embedder.name == HashingEmbedder.name
    assert not Loader(FAKE, model=Closing()).trial


def test_a_model_that_is_not_there_is_not_chosen(tmp_path):
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    loader = Loader(tmp_path / "own.gguf")
    with pytest.raises(UnknownModelError):
        loader.use("nobody")
    assert loader.name == "own"
    (tmp_path / "other.gguf").write_bytes(b"GGUF")
    loader.use(tmp_path / "other.gguf")
    assert loader.name == "other"
