"""The command line, put together: what `brief` can be told to do, in the order of its help."""

from __future__ import annotations

import typer

from briefer.cli import app as browser
from briefer.cli import ask, evaluate, library, models, verify


def _models() -> typer.Typer:
    made = typer.Typer(rich_markup_mode=None, help="List, fetch and find models.")
    made.command("list")(models.list_models)
    made.command()(models.pull)
    made.command()(models.path)
    made.command()(models.table)
    return made


def _commands() -> typer.Typer:
    made = typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        help="Cited one-page briefs and answers from a folder of articles, written by a model on this computer.",
    )
    made.callback(invoke_without_command=True)(ask.brief)
    made.command()(ask.ask)
    made.command()(ask.search)
    made.command()(ask.topics)
    made.command()(verify.verify)
    made.command()(library.ingest)
    made.command()(library.articles)
    made.command()(library.doctor)
    made.command("eval")(evaluate.evaluate)
    made.command()(library.show)
    made.command()(browser.ui)
    made.command()(browser.password)
    made.add_typer(_models(), name="models")
    return made


app = _commands()
