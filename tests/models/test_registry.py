"""models.toml, and what of it is installed."""

import subprocess
import sys

import pytest
from local_sources import HUB, model

from briefer.errors import ModelError, ModelNotFoundError, UnknownModelError
from briefer.models import registry


def test_the_models_toml_that_ships_is_valid_with_defaults_and_at_least_four_stronger_models():
    listed = registry.load()
    default = listed.default("llm")
    assert default.name == "qwen2.5-coder-1.5b"
    assert [source.kind for source in default.sources] == ["hub", "wheels"]
    assert listed.default("embedder").name == "all-minilm-l6-v2"
    assert listed.default("parser").name == "en-core-web-sm"
    assert [listed.entry(name).kind for name in listed.defaults.names] == ["llm", "embedder", "parser"]
    stronger = [m for m in listed.models.values() if m.kind == "llm" and m.size > 2 * default.size]
    assert len(stronger) >= 4
    assert all(entry.licence in {"Apache-2.0", "MIT"} for entry in listed.models.values())
    for entry in stronger:
        assert entry.memory_gb == pytest.approx(entry.size / 1e9 * 1.15 + 1.2, abs=0.1)


def test_an_unknown_name_lists_the_known_ones_and_the_way_to_use_any_file():
    with pytest.raises(UnknownModelError, match=r"'qwen-4b'.*qwen3-4b.*--model FILE\.gguf"):
        registry.load().entry("qwen-4b")


def test_calibrated_thresholds_are_read(tmp_path):
    text = registry.shipped("models.toml").read_text(encoding="utf-8")
    table = 'answer = 0.5\nsupport = 0.6\ncommand = "brief eval --calibrate"\ndate = "2025-11-22"\n'
    path = tmp_path / "models.toml"
    path.write_text(f"{text}\n[models.qwen3-4b.thresholds]\n{table}", encoding="utf-8")
    assert registry.load(path).entry("qwen3-4b").thresholds.support == 0.6
    assert registry.load(path).entry("phi-4-mini").thresholds is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('llm = "qwen2.5-coder-1.5b"', 'llm = "all-minilm-l6-v2"', "not a listed llm"),
        ('parser = "en-core-web-sm"', 'parser = "all-minilm-l6-v2"', "not a listed parser"),
        ("context_default = 256\n", "", "need both"),
        ('path = "config.cfg"', 'path = "other.cfg"', r"a parser is the folder.*config\.cfg"),
        ("sha256 = ", "sha512 = ", "sha512"),
        ("licence = ", "licence ", "TOML"),
        ('path = "vocab.txt"', 'path = "../vocab.txt"', "relative path"),
    ],
)
def test_a_models_toml_with_a_fault_is_refused_and_the_fault_named(tmp_path, old, new, said):
    path = tmp_path / "models.toml"
    text = registry.shipped("models.toml").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ModelError, match=said):
        registry.load(path)


def test_a_missing_models_toml_is_a_model_error(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        registry.load(tmp_path / "models.toml")


@pytest.mark.usefixtures("models")
def test_a_missing_model_names_the_command_that_gets_it():
    entry = model(HUB)
    assert registry.installed(entry) is None
    with pytest.raises(ModelNotFoundError, match="brief models pull tiny"):
        registry.require(entry)


@pytest.mark.usefixtures("models")
def test_only_pull_uses_the_network_or_loads_what_does():
    code = """
import sys
def refuse(event, args):
    if event.startswith("socket."):
        raise SystemExit(f"network: {event}")
sys.addaudithook(refuse)
from briefer.models import registry
from briefer.config import shipped
from briefer.errors import ModelNotFoundError
entry = registry.load().default("llm")
assert registry.installed(entry) is None
try:
    registry.require(entry)
except ModelNotFoundError:
    pass
print({"httpx", "huggingface_hub", "filelock", "torch", "llama_cpp"} & set(sys.modules))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("set()\n", "")
