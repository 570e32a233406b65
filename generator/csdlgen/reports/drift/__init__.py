"""Findings of drift in every format: pure functions from a `Report` to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csdlgen.reports.drift.ci_servers import as_gitlab, as_junit
from csdlgen.reports.drift.data import as_json
from csdlgen.reports.drift.github import as_github
from csdlgen.reports.drift.html_page import as_html
from csdlgen.reports.drift.markdown import as_markdown
from csdlgen.reports.drift.report import Report
from csdlgen.reports.drift.sarif import as_sarif
from csdlgen.reports.drift.text import as_text

WRITERS: Mapping[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
    "gitlab": as_gitlab,
    "html": as_html,
}
"""Every format by its name; what it writes ends without a newline."""
