"""The same functions for other programs: named API endpoints and MCP tools, with documented schemas."""

from __future__ import annotations

import asyncio
from typing import Any

from gradio.events import api

from briefer.app.desk import Desk
from briefer.library.filters import Filters
from briefer.schema import Article, Listed

MOST = 50


def publish(desk: Desk) -> None:
    """Add the endpoints to the app that is being built."""
    offered = Endpoints(desk)
    for function in (offered.ask, offered.brief, offered.search, offered.show_article, offered.list_articles):
        api(function, api_name=function.__name__, concurrency_limit=None)


class Endpoints:
    """What other programs may ask for; each waits in the line of the model like everybody else.

    The docstrings are what these programs are told, so they have a form of their own.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(
        self, question: str, since: str = "", until: str = "", publisher: str = "", language: str = ""
    ) -> dict[str, Any]:
        """Answer a question from the articles, each claim with the paragraph it rests on, or say that they do not.

        Args:
            question: What you want to know, at most 1000 characters.
            since: Only articles from this day on, as 2026-01-31.
            until: Only articles up to this day.
            publisher: Only articles of this publisher.
            language: Only articles in this language, as de.

        Returns:
            question, answered, reason, claims (text, support from 0 to 1, wording, citations), nearest, model.
        """
        filters = _filters(self._desk, since, until, publisher, language)
        return (await asyncio.to_thread(self._desk.briefer.ask, question, filters=filters)).model_dump(mode="json")

    async def brief(
        self, topic: str, since: str = "", until: str = "", publisher: str = "", language: str = ""
    ) -> dict[str, Any]:
        """Write a one-page brief on a topic from the articles, each statement with the paragraph it rests on.

        Args:
            topic: What it is to be about, at most 1000 characters.
            since: Only articles from this day on, as 2026-01-31.
            until: Only articles up to this day.
            publisher: Only articles of this publisher.
            language: Only articles in this language, as de.

        Returns:
            topic, answered, headline, bottom_line, key_points, who_said_what, figures, timeline, watch, gaps, sources.
        """
        filters = _filters(self._desk, since, until, publisher, language)
        return (await asyncio.to_thread(self._desk.briefer.brief, topic, filters=filters)).model_dump(mode="json")

    async def search(self, query: str, top_k: int = 8) -> list[dict[str, Any]]:
        """Find the paragraphs of the articles that are nearest to a query. Needs no language model.

        Args:
            query: Words or a question.
            top_k: How many paragraphs, at most 50.

        Returns:
            A list of article, title, publisher, date, paragraph, text, start, end, score; the best first.
        """
        found = await asyncio.to_thread(self._desk.briefer.search, query, top_k=max(1, min(int(top_k), MOST)))
        return [passage.model_dump(mode="json") for passage in found]

    async def show_article(self, article: str) -> dict[str, Any]:
        """Show one article: its text, and its paragraphs with their numbers and offsets.

        Args:
            article: The article's path as citations give it.

        Returns:
            article, title, publisher, date, author, language, url, notes, sha256, text,
            paragraphs (number, start, end, role, sentences, time).
        """
        return _named(await asyncio.to_thread(self._desk.briefer.article, article))

    async def list_articles(self) -> list[dict[str, Any]]:
        """List the articles of the folder.

        Returns:
            A list of article, title, publisher, date, language, paragraphs, shares, copies, notes, status.
        """
        listed: list[Listed] = await asyncio.to_thread(self._desk.briefer.articles)
        return [_named(entry) for entry in listed]


def _named(given: Article | Listed) -> dict[str, Any]:
    """Return an article as JSON, its path called "article": gradio_client takes what has a "path" for a file."""
    fields = given.model_dump(mode="json")
    return {"article": fields.pop("path"), **fields}


def _filters(desk: Desk, since: str, until: str, publisher: str, language: str) -> Filters:
    limits = desk.filters([], [], since, until)
    return Filters(since=limits.since, until=limits.until, publisher=publisher or None, language=language or None)
