"""What may import what, and what importing loads."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import briefer
from briefer.api import Briefer

PACKAGE = Path(briefer.__file__).parent
# From the ground up: what stands in a line imports only from the lines before it.
FLOORS = [
    {"schema", "earlier", "errors", "config", "progress", "fairlock", "database", "history", "reviews", "__init__"},
    {"language"},
    {"articles"},
    {"models"},
    {"library"},
    {"grounding"},
    {"answering"},
    {"briefing"},
    {"rendering"},
    {"verifying"},
    {"evaluation"},
    {"doctor"},
    {"api"},
    {"app"},
    {"cli"},
]
# The only importer of each heavy library; of one that both reads and writes a format, a reader and who writes it.
HEAVY: dict[str, tuple[str, ...]] = {
    "llama_cpp": ("models/llm/llama.py",),
    "chromadb": ("library/vectors.py",),
    "sentence_transformers": ("models/quantise.py",),
    "onnxruntime": ("models/",),
    "gradio": ("app/",),
    "scipy": ("evaluation/statistics.py",),
    "sklearn": ("briefing/proposals.py",),
    "spacy": ("language/parser.py",),
    "jinja2": ("rendering/html.py",),
    "weasyprint": ("rendering/pdf.py",),
    "docx": ("articles/readers/docx.py", "rendering/docx/"),
    "pypdfium2": ("articles/readers/pdf.py", "rendering/carried.py"),
    "torch": ("models/quantise.py",),
    "trafilatura": ("articles/readers/page.py",),
    "tinycss2": ("articles/readers/styles.py",),
    "cssselect2": ("articles/readers/styles.py",),
    "feedparser": ("articles/readers/feed.py",),
    "striprtf": ("articles/readers/rtf.py",),
    "warcio": ("articles/readers/warc.py",),
    "charset_normalizer": ("articles/readers/encodings.py",),
    "ftfy": ("articles/readers/encodings.py",),
    "py3langid": ("language/identify.py",),
    "datasketch": ("library/copies.py",),
    "watchfiles": ("library/watch.py",),
}
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if "data" not in path.parts]


def room(module: str) -> str:
    """Return the part of the program that a dotted module name is in: briefer.models.llm.base is in models."""
    return module.removeprefix("briefer.").split(".")[0]


def imported(path: Path) -> set[str]:
    """Return the dotted names of all that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names if node.module == "briefer" else {str(node.module)}
    return found


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def own_room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def test_every_module_has_a_floor():
    assert {own_room(path) for path in MODULES} <= set().union(*FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downward(path):
    own = own_room(path)
    others = {room(name) for name in imported(path) if name.split(".")[0] == "briefer"} - {own}
    known = set().union(*FLOORS)
    for other in {name if name in known else "__init__" for name in others} - {own}:
        if own != "__init__":  # it names what is public, and loads it when it is used
            up = floor(other) >= floor(own) and (floor(own) or floor(other))
            assert not up, f"{own} imports {other}"


@pytest.mark.parametrize(("library", "homes"), HEAVY.items())
def test_a_heavy_library_has_one_importer(library, homes):
    importers = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == library for name in imported(path))
    }
    for name in importers:
        assert any(name == home or (home.endswith("/") and name.startswith(home)) for home in homes)


@pytest.mark.parametrize(
    "module", ["briefer", "briefer.cli.main", "briefer.cli.commands", "briefer.api", "briefer.schema"]
)
def test_importing_loads_nothing_heavy(module):
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not (set(HEAVY) | {"transformers"}) & set(loaded)


def test_importing_the_package_loads_nothing_but_the_standard_library():
    code = "import sys; before = set(sys.modules); import briefer; print(*set(sys.modules) - before)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[0] for name in loaded} <= sys.stdlib_module_names | {"briefer"}


def test_public_names_are_there_and_complete():
    assert briefer.__all__ == sorted(briefer.__all__)
    assert all(getattr(briefer, name).__name__ == name for name in briefer.__all__)
    methods = [member for name, member in vars(Briefer).items() if inspect.isfunction(member) and name[0] != "_"]
    hints = " ".join(str(hint) for method in [Briefer.__init__, *methods] for hint in method.__annotations__.values())
    types = set(re.findall(r"\b[A-Z]\w+", hints)) - {
        "Callable",
        "Iterator",
        "Mapping",
        "None",
        "Path",
        "Report",
        "Sequence",
    }
    assert types <= set(briefer.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = briefer.nothing
