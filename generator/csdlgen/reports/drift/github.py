"""Findings as workflow commands of GitHub Actions, which become annotations of the files of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.errors import Position
from csdlgen.reports.drift.report import Report, unaccepted, worst, worst_first
from csdlgen.reports.drift.words import granted, page, sentence, spoken, summed_up, was_and_is, why_stale
from csdlgen.reports.plain import plain
from csdlgen.text import count, printable
from csdlgen.unicode_14 import is_printable

if TYPE_CHECKING:
    from csdlgen.drift.accept import Stale

_COMMANDS = {Verdict.BREAKING: "error", Verdict.DANGEROUS: "warning"}
# GitHub shows so many annotations of a kind for a step, and drops the others without a word.
_SHOWN = 10


def as_github(report: Report) -> str:
    """An annotation for each finding with its consequences, worst first, in the old document, which is the committed
    one, if the element is in it. Those that GitHub would drop are lines in a folded group of the log; the last
    line sums up."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    room = dict.fromkeys(("error", "warning", "notice"), _SHOWN)
    room["notice"] -= 1  # for the sum
    room["error"] -= 1  # for output that is not current
    room["warning"] -= min(len(report.stale), room["warning"])
    left: list[str] = []
    for each in worst_first(unaccepted(report.findings)):
        command = _COMMANDS.get(worst(each), "notice")
        if room[command]:
            room[command] -= 1
            yield _annotation(command, report, each)
        else:
            left.append(_plain(_log(report, each)))
    for number, stale in enumerate(report.stale):
        if number < _SHOWN:
            yield _stale(stale)
        else:
            left.append(_plain(f"stale: {stale.entry} {why_stale(stale)}"))
    if left:
        yield f"::group::{len(left):,} more"
        yield from left
        yield "::endgroup::"
    total = f"{report.old} -> {report.new}: {summed_up(report)}"
    total += f"; at or above the gate ({report.gate}): {report.failing:,}" if report.failing else ""
    yield f"::notice title={_property('Schema drift')}::{_data(total)}"


def stale_output(names: Sequence[str], file: str | None) -> str:
    """The annotation of output that is not current, with how the files differ (`changed src/demo/models.py`), at one
    of them, or nowhere where none of them exists."""
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else "")
    message = f"{shown}. Run `csdlgen generate` and commit what it writes."
    return _command("error", Position(file, 1, 1) if file else None, "generated code is not current", message)


def noted(code: str, message: str, where: Position | None, *, fails: bool) -> str:
    """The annotation of a diagnostic."""
    return _command("error" if fails else "warning", where, code, message)


def _annotation(command: str, report: Report, finding: Finding) -> str:
    place = report.place(finding)
    title = f"{finding.rule}: {spoken(finding.verdicts)}"
    return _command(command, place, title, _message(finding))


def _log(report: Report, finding: Finding) -> str:
    """A finding as a line of the log."""
    place = report.place(finding)
    where = f"{place.source}:{place.line}:{place.column}: " if place else ""
    text = "; ".join(filter(None, (sentence(finding), was_and_is(finding))))
    return f"{where}{spoken(finding.verdicts)}: {finding.rule}: {text}"


def _message(finding: Finding) -> str:
    parts = [sentence(finding), was_and_is(finding), page(finding.rule).meaning]
    parts += [f"{tag.capitalize()}" for tag in finding.tags]
    consequences = sum(1 for _ in every(finding.children))
    parts += [f"Causes {count(consequences, 'other finding')}"] if consequences else []
    return ". ".join(each.rstrip(".") for each in parts if each) + "."


def _stale(stale: Stale) -> str:
    text = f"{stale.entry} {why_stale(stale)}: {granted(stale.entry)}"
    return _command("warning", stale.entry.where, "stale entry of the accept file", text)


def _command(command: str, place: Position | None, title: str, message: str) -> str:
    properties = {"title": title}
    if place is not None:
        properties = {"file": place.source, "line": str(place.line), "col": str(place.column), **properties}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {listed}::{_data(message)}"


def _data(text: str) -> str:
    """A message, escaped as GitHub's toolkit does it; other control characters would steer the terminal of a reader."""
    plain = "".join(each if each in "\r\n" else printable(each) for each in text)
    return plain.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(text: str) -> str:
    """A line of the log that is no command, in none of the forms that runners know."""
    return plain("".join(each if is_printable(each) else " " for each in text).lstrip(": "), "text")
