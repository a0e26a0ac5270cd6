"""How the app looks: one quiet design, light and dark, from 360 pixels on. Fonts are the computer's own."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "DejaVu Sans Mono", "monospace")


def theme() -> gr.themes.Base:
    """Return the theme."""
    made = gr.themes.Base(
        primary_hue="teal", secondary_hue="teal", neutral_hue="stone", font=SANS, font_mono=MONO,
        radius_size="sm", spacing_size="md", text_size="md",
    )  # fmt: skip
    return made.set(
        color_accent="*primary_700",
        border_color_accent="*primary_700",
        link_text_color="*primary_700",
        link_text_color_hover="*primary_800",
        link_text_color_visited="*primary_700",
        link_text_color_dark="*primary_300",
        link_text_color_hover_dark="*primary_200",
        link_text_color_visited_dark="*primary_300",
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        block_background_fill="white",
        block_background_fill_dark="*neutral_900",
        block_border_width="1px",
        block_shadow="none",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_800",
        button_primary_text_color="white",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        block_label_text_color="*neutral_700",
        block_label_text_color_dark="*neutral_300",
        block_title_text_color="*neutral_700",
        block_title_text_color_dark="*neutral_300",
        input_background_fill_dark="*neutral_800",
        input_placeholder_color="*neutral_600",
        input_placeholder_color_dark="*neutral_400",
    )


def css() -> str:
    """Return the style sheet."""
    return (Path(__file__).parent / "app.css").read_text(encoding="utf-8")
