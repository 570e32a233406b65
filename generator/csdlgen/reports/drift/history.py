"""The drift of a series of documents, from each to the next, as text, JSON and HTML."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from csdlgen.drift.finding import Verdict, every
from csdlgen.reports.drift.data import VERSION, as_data
from csdlgen.reports.drift.html_page import history_as_html
from csdlgen.reports.drift.report import Report, counts
from csdlgen.text import printable

_COLUMNS = (Verdict.BREAKING, Verdict.DANGEROUS, Verdict.ADDITIVE)


def history_as_text(reports: Sequence[Report]) -> str:
    """A line for each step with how many findings break, may break and add; then by rule what breaks."""
    return "\n".join(printable(line) for line in _lines(reports))


def _lines(reports: Sequence[Report]) -> Iterator[str]:
    short = _short_names(each for report in reports for each in (report.old, report.new))
    rows = [("from", "to", *map(str, _COLUMNS))]
    for report in reports:
        numbers = counts(report.findings)
        # What is not listed is not counted either.
        cells = (f"{numbers[verdict]:,}" if verdict >= report.min_level else "-" for verdict in _COLUMNS)
        rows.append((short[report.old], short[report.new], *cells))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for old, new, *numbers_shown in rows:
        shown = "  ".join(text.rjust(width) for text, width in zip(numbers_shown, widths[2:], strict=True))
        yield f"{old.ljust(widths[0])}  {new.ljust(widths[1])}  {shown}"
    for report in reports:
        rules = Counter(
            each.rule
            for each in every(report.findings)
            if each.verdicts.worst() is Verdict.BREAKING and not each.accepted
        )
        if rules:
            yield ""
            yield f"what breaks in {short[report.new]}:"
            yield from (
                f"  {number:>5,} {rule}" for rule, number in sorted(rules.items(), key=lambda each: (-each[1], each[0]))
            )


def _short_names(names: Iterable[str]) -> dict[str, str]:
    """Names of files and URLs without folders, but for those that tell them apart; of git revisions as they are."""
    parts = {name: name.split("/") for name in names}
    ends = Counter("/".join(each[-length:]) for each in parts.values() for length in range(1, len(each) + 1))
    return {name: name if _is_of_git(name) else _own_end(each, ends) for name, each in parts.items()}


def _is_of_git(name: str) -> bool:
    return "#" in name or ":" in name.replace("://", "")


def _own_end(parts: list[str], ends: Mapping[str, int]) -> str:
    tails = ("/".join(parts[-length:]) for length in range(1, len(parts)))
    return next((tail for tail in tails if tail and ends[tail] == 1), "/".join(parts))


def history_as_json(reports: Sequence[Report]) -> str:
    """One object: `history.schema.json` beside this module describes it, `findings.schema.json` each of its steps."""
    # Escaped, because descriptions may hold what steers a terminal.
    return json.dumps({"version": VERSION, "steps": [as_data(report) for report in reports]}, indent=2)


WRITERS: Mapping[str, Callable[[Sequence[Report]], str]] = {
    "text": history_as_text,
    "json": history_as_json,
    "html": history_as_html,
}
"""Every format of a history by its name."""
