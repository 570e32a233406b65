"""Findings as one HTML page to look at, which needs no network: `page/` beside this module has its template, style and
script.

The text of schemas is foreign. It reaches the page through the template alone, which escapes all that it prints; it is
in no script, no style and no URL, and a policy in the page lets browsers run and apply nothing but what is in `page/`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from csdlgen.drift.finding import AXES, AXIS_MEANINGS, Verdict
from csdlgen.reports.drift.report import Report
from csdlgen.reports.drift.shown import choices, common_folder, explanations, shown_report
from csdlgen.reports.drift.words import why_stale
from csdlgen.text import printable

if TYPE_CHECKING:
    from jinja2 import Template

_LEVELS = tuple(str(verdict) for verdict in sorted(Verdict, reverse=True))


def as_html(report: Report) -> str:
    """A page about one comparison."""
    return _page((report,), history=False)


def history_as_html(reports: Sequence[Report]) -> str:
    """A page about a series of comparisons, with a timeline."""
    return _page(reports, history=True)


def _page(reports: Sequence[Report], *, history: bool) -> str:
    first = reports[0]
    folder = common_folder(name for each in reports for name in (each.old, each.new)) if history else ""
    shown = tuple(shown_report(each, folder) for each in reports)
    # Bars of one verdict are as long as they are beside each other.
    most = {level: max([1, *(each.counts[level] for each in shown)]) for level in _LEVELS}
    style, script = _text("report.css"), _text("report.js")
    text: str = _template().render(
        reports=shown,
        history=history,
        old=shown[0].old,
        new=shown[-1].new,
        unlisted=sum(each.unlisted for each in reports),
        min_level=str(first.min_level),
        gate=str(first.gate),
        policy=first.policy,
        failing=first.failing,
        version=first.version,
        levels=_LEVELS,
        axes=AXES,
        meanings=AXIS_MEANINGS,
        most=most,
        total={level: sum(each.counts[level] for each in shown) for level in _LEVELS},
        accepted=sum(each.accepted for each in shown),
        entries=sum(len(each.findings) for each in shown),
        kinds=choices(shown, "kind"),
        owners=choices(shown, "owner"),
        pages=explanations(finding for each in reports for finding in each.findings),
        stale=() if history else tuple(f"{each.entry} {why_stale(each)}" for each in first.stale),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return text.rstrip("\n")


@cache
def _template() -> Template:
    # Imported here: other formats need no templates, which take long to import.
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja")


def _plain(value: object) -> object:
    """Jinja's `finalize`: foreign text without what would turn the direction of writing, or is no character at all."""
    return printable(value) if type(value) is str else value


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath("page", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    """The source of a policy that allows this text as a script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
