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
FLOORS = [
    {"dates", "schema", "measured", "errors"},
    {"config", "registry", "fetch", "figures", "machine", "questions", "speech", "turns", "words"},
    {"readers", "segment", "embed", "history", "library", "prompts", "llm"},
    {"ingest", "retrieve", "write", "verify", "points", "means", "render"},
    {"answer", "differ", "brief", "choice", "followup", "shelf"},
    {"evaluate", "cases", "evalsets", "tally"},
    {"briefer", "api", "cli", "commands", "ui"},
]
# Siblings that may import one another: the first imports the second.
SIBLINGS = {
    ("registry", "fetch"),
    ("registry", "config"),
    ("machine", "config"),
    ("questions", "words"),
    ("speech", "words"),
    ("prompts", "llm"),
    ("brief", "answer"),
    ("answer", "differ"),
    ("answer", "followup"),
    ("means", "retrieve"),
    ("points", "retrieve"),
    ("measured", "schema"),
    ("evaluate", "cases"),
    ("evaluate", "evalsets"),
    ("evaluate", "tally"),
    ("cases", "evalsets"),
    ("api", "briefer"),
    ("briefer", "api"),
    ("cli", "commands"),
    ("commands", "api"),
    ("commands", "briefer"),
    ("commands", "ui"),
    ("ui", "api"),
    ("ui", "briefer"),
}
HEAVY = {
    "llama_cpp": "llm/llama.py",
    "chromadb": "library.py",
    "sentence_transformers": "embed.py",
    "gradio": "ui/",
    "scipy": "figures.py",
    "torch": None,
}
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if "data" not in path.parts]


def room(module: str) -> str:
    """Return the part of the program that a dotted module name is in: briefer.llm.base is in llm."""
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


def test_every_module_has_a_floor():
    assert {room(".".join(path.relative_to(PACKAGE).with_suffix("").parts)) for path in MODULES} - {"__init__"} <= set(
        set().union(*FLOORS)
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downward_and_siblings_only_where_named(path):
    own = room(".".join(path.relative_to(PACKAGE).with_suffix("").parts)).replace("__init__", "briefer")
    known = set().union(*FLOORS)
    for name in imported(path):
        if name.split(".")[0] != "briefer":
            continue
        other = room(name) if room(name) in known else "briefer"
        if other == own:
            continue
        assert floor(other) < floor(own) or (own, other) in SIBLINGS, f"{own} imports {other}"


@pytest.mark.parametrize(("library", "home"), HEAVY.items())
def test_a_heavy_library_has_one_importer(library, home):
    importers = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == library for name in imported(path))
    }
    assert all(home and (name == home or (home.endswith("/") and name.startswith(home))) for name in importers)


@pytest.mark.parametrize(
    "module", ["briefer", "briefer.cli.main", "briefer.cli.commands", "briefer.api", "briefer.schema"]
)
def test_importing_loads_nothing_heavy(module):
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "llama_cpp", "chromadb", "gradio", "sentence_transformers", "transformers"} & set(loaded)


def test_importing_the_package_loads_nothing_but_the_standard_library():
    code = "import sys; before = set(sys.modules); import briefer; print(*set(sys.modules) - before)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[0] for name in loaded} <= sys.stdlib_module_names | {"briefer"}


def test_public_names_are_there_and_complete():
    assert briefer.__all__ == sorted(briefer.__all__)
    assert all(getattr(briefer, name).__name__ == name for name in briefer.__all__)
    methods = [member for name, member in vars(Briefer).items() if inspect.isfunction(member) and name[0] != "_"]
    hints = " ".join(str(hint) for method in [Briefer.__init__, *methods] for hint in method.__annotations__.values())
    types = set(re.findall(r"\b[A-Z]\w+", hints)) - {"Callable", "Iterator", "None", "Path", "Report", "Sequence"}
    assert types <= set(briefer.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = briefer.nothing
