"""The commands that list, fetch and find models."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from briefer.cli.output import stderr, tell


def list_models() -> None:
    """List the models that are known, whether they are here, and what each is good for."""
    from briefer.models import registry

    known = registry.load()
    for name, entry in known.models.items():
        default = "*" if name in known.defaults.names else " "
        here = "here" if registry.installed(entry) else "    "
        sys.stdout.write(
            f"{default} {name:20} {here} {entry.size_told:>7}, needs {entry.memory_gb:4.1f} GB of memory, "
            f"{entry.licence}. {entry.good_for}\n"
        )


def pull(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Models to fetch [the defaults].")
    ] = None,
) -> None:
    """Fetch models, the defaults of each kind if none is named. The only command that uses a network."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from briefer.models import pull as fetching
    from briefer.models import registry
    from briefer.models.embedder import ready

    known = registry.load()
    for name in names or known.defaults.names:
        entry = known.entry(name)
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=stderr(), transient=True) as bar:
            task = bar.add_task(name, total=entry.size)

            def moved(step: fetching.Transfer) -> None:
                bar.update(task, description=step.what, completed=step.done, total=step.total)  # noqa: B023

            pulled = fetching.pull(entry, report=moved)
        if entry.kind == "embedder":
            ready(pulled.path)
        source = f"from {pulled.source}" if pulled.source else "already here"
        tell(f"{name}: {source}, sha256 right.")
        sys.stdout.write(f"{pulled.path}\n")


def path(name: Annotated[str | None, typer.Argument(help="Model [the default].")] = None) -> None:
    """Print where a model lies on this computer."""
    from briefer.models import registry

    known = registry.load()
    sys.stdout.write(f"{registry.require(known.entry(name or known.defaults.llm))}\n")


def table(path: Annotated[Path, typer.Argument(help="GGUF file, or folder of a spaCy pipeline.")]) -> None:
    """Print the table that makes a model of one's own a model of models.toml."""
    from briefer.models import tables

    sys.stdout.write(f"{tables.table_of(path)}\n")
