"""Says what happens when something on the page is clicked, typed or opened, and who did it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr
from gradio.components.base import Component


def on(
    component: Component | gr.Blocks,
    event: str,
    then: Callable[..., Any],
    inputs: Sequence[Component],
    outputs: Sequence[Component],
    *,
    waits: bool = False,
) -> None:
    """Have a component's event call a function of the page, which no other program can call.

    waits is for what takes long: it streams what it yields. Any number of them run side by side, since the model has
    a line of its own.
    """
    listen = getattr(component, event)  # Gradio makes these methods while it is imported
    listen(
        then, list(inputs), list(outputs),
        show_progress="hidden", api_visibility="private", queue=waits, concurrency_limit=None if waits else "default",
    )  # fmt: skip


def owner(request: gr.Request) -> str:
    """Return whose conversations a browser sees: the name it logged in with, "" where nobody logs in."""
    return request.username or ""
