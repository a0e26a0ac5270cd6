"""Renders evaluations and comparisons to Markdown. Knows nothing of how they are measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from briefer.evaluation.report import Calibration, Case, Difference, Evaluation, Figure, RunComparison, Unit
from briefer.rendering import json, terminal
from briefer.rendering.markdown import escape

MOST = 10  # failures or changes that a terminal shows
SHORT = 300  # characters of a passage that are shown where not all failures are


def render(result: Evaluation | RunComparison, *, most: int | None = None) -> str:
    """Return a result as Markdown, with a line end at its end; at most so many failures or changes, else all."""
    lines = _evaluation(result, most) if isinstance(result, Evaluation) else _comparison(result, most)
    return "\n".join(lines).strip() + "\n"


def _evaluation(run: Evaluation, most: int | None) -> list[str]:
    drawn = ", ".join(f"{line} {value:.2f}" for line, value in run.lines.items())
    lines = [f"# {escape(run.model)} on {escape(run.file)}", ""]
    about = (
        f"{run.kind.capitalize()}; {len(run.cases)} cases, the set has {run.rows} rows; lines: {drawn}; {run.at[:16]}."
    )
    lines += [about, ""]
    if run.interrupted:
        lines += ["**Interrupted: these are the rows that were measured until then.**", ""]
    lines += _figures(run.figures)
    if run.calibration:
        lines += _calibration(run.calibration)
    failed = [case for case in run.cases if case.failed]
    return lines + _some(f"Failures: {len(failed)} of {len(run.cases)}", [_failure(c, most) for c in failed], most)


def _figures(figures: Sequence[Figure]) -> list[str]:
    rows = [f"| {escape(f.name)} | {_value(f.value, f.unit)} | {_range(f)} | {_counted(f)} |" for f in figures]
    return ["| figure | value | 95 % interval | n |", "|---|---|---|---|", *rows, ""]


def _calibration(found: Calibration) -> list[str]:
    best = f"{found.after:.2f} is best on {found.rows} cases"
    lines = ["**Calibration**", "", f"The line '{found.line}' was {found.before:.2f}; {best}. On the others:", ""]
    return [*lines, *_figures(found.figures)]


def _failure(case: Case, most: int | None) -> list[str]:
    lines = [f"**{escape(case.id)}** {escape(case.question)}", ""]
    lines += [f"- said: {escape(case.said)}", f"- expected: {escape(case.expected)}"]
    for p in case.retrieved:
        text = p.text if most is None or len(p.text) <= SHORT else f"{p.text[:SHORT]} …"
        lines.append(f"- retrieved ({escape(p.article)} ¶{p.paragraph}, score {p.score:.2f}): {escape(text)}")
    return [*lines, ""]


def _comparison(result: RunComparison, most: int | None) -> list[str]:
    lines = [f"# Two runs on {escape(result.file)}", ""]
    lines += [f"1. {escape(result.first)}", f"2. {escape(result.second)}", ""]
    lines += [f"{result.kind.capitalize()}; {result.rows} cases that both have; differences are second less first.", ""]
    lines += ["| figure | first | second | difference | 95 % interval | p |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {escape(d.name)} | {_value(d.first, d.unit)} | {_value(d.second, d.unit)} | {_points(d.difference, d)} "
        f"| {_points(d.low, d)} to {_points(d.high, d)} | {'' if d.p is None else f'{d.p:.3f}'} |"
        for d in result.differences
    ]
    better = sum(change.better for change in result.changes)
    changes = [
        [
            f"**{escape(c.id)}** {escape(c.question)}: {'better' if c.better else 'worse'}", "",
            f"- first: {escape(c.first)}", f"- second: {escape(c.second)}", f"- expected: {escape(c.expected)}", "",
        ]
        for c in result.changes
    ]  # fmt: skip
    return [*lines, "", *_some(f"Changed: {better} better, {len(changes) - better} worse", changes, most)]


def _some(title: str, entries: Sequence[list[str]], most: int | None) -> list[str]:
    shown = entries if most is None else entries[:most]
    lines = [f"**{title}**", "", *(line for entry in shown for line in entry)]
    if len(shown) < len(entries):
        lines.append(f"{len(entries) - len(shown)} more: --format md or json shows them all.")
    return lines


def _value(value: float | None, unit: Unit) -> str:
    if value is None:
        return "–"
    if unit is Unit.SECONDS:
        return f"{value:.2f} s"
    if unit is Unit.COUNT:
        return f"{value:.0f}"
    return f"{100 * value:.1f} %" if unit is Unit.SHARE else f"{value:.3f}"


def _range(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{_value(figure.low, figure.unit).split()[0]} to {_value(figure.high, figure.unit)}"


def _counted(figure: Figure) -> str:
    return f"{figure.hit:g}/{figure.of}" if figure.hit is not None else str(figure.of)


def _points(value: float, difference: Difference) -> str:
    if difference.unit is Unit.SHARE:
        return f"{100 * value:+.1f}"
    if difference.unit is Unit.COUNT:
        return f"{value:+.0f}"
    return f"{value:+.2f}" if difference.unit is Unit.SECONDS else f"{value:+.3f}"


def _terminal(result: Evaluation | RunComparison) -> str:
    return terminal.laid_out(render(result, most=MOST))


FORMATS: Mapping[str, Callable[[Evaluation | RunComparison], str]] = {
    "terminal": _terminal,
    "md": render,
    "json": json.render,
}
