"""`csdlgen inspect`: what documents contain."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import print_diagnostics, print_result
from csdlgen.cli.progress import working
from csdlgen.pipeline import read_documents
from csdlgen.reports.inspect import describe, search, summarize
from csdlgen.reports.inspect.text import kind_of, text_of_hits, text_of_report
from csdlgen.text import printable


def run(options: PackageOptions, name: str | None, text: str | None, form: str) -> int:
    """Print a report on a name or path, what a search finds, or a summary."""
    if name is not None and text is not None:
        raise click.UsageError("Give a name, or --search TEXT, not both.")
    only_documents = options.metadata and not (options.config or options.package)
    package = options.documents() if only_documents else options.one_package()
    with working("reading"):
        model, warnings = read_documents(package.inputs)
    if text is not None:
        hits = search(model, text)
        data: object = {kind: [asdict(hit) for hit in group] for kind, group in hits.items()}
        lines = text_of_hits(hits, text)
    else:
        report = summarize(model) if name is None else describe(model, name)
        data, lines = {"found": kind_of(report), **asdict(report)}, text_of_report(report)
    # JSON escapes what is not ASCII, because descriptions may contain characters that control a terminal.
    print_result(json.dumps(data, indent=2) if form == "json" else "\n".join(map(printable, lines)), form)
    print_diagnostics(warnings)
    return 0
