"""CSDL XML 4.0 and 4.01, and CSDL JSON 4.01, to `EdmModel`; and positions in either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from csdlgen.csdl.formats import is_json, refuse_too_many, too_deep
from csdlgen.csdl.json.read import transcribe
from csdlgen.csdl.xml.context import Context, Problem
from csdlgen.csdl.xml.read import read_elements
from csdlgen.csdl.xml.safe_parser import locate_elements, parse
from csdlgen.csdl.xml.versions import check_root, refuse_disguised
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError, Diagnostic, Position, Severity
from csdlgen.garbage_collector import uncollected


def read_csdl(data: bytes, *, source: str, warnings: list[Diagnostic] | None = None) -> EdmModel:
    """The model that a CSDL document describes, be it XML or JSON.

    `source` names the document in locations. What is not CSDL but can be passed over (an unknown element, a property
    called `request-id`) is added to `warnings` with the reading that was chosen. Raises `CsdlgenError`, and nothing
    else, for whatever the bytes may be; its diagnostics carry positions where they are known.
    """
    try:
        with uncollected():
            return _read(data, source, [] if warnings is None else warnings)
    except RecursionError:
        raise too_deep(source) from None


def _read(data: bytes, source: str, warnings: list[Diagnostic]) -> EdmModel:
    if is_json(data):
        refuse_too_many(data.count(b"{") + data.count(b"["), source)
        transcript = transcribe(data, source)
        ctx = Context(transcript.root)
        for problem in transcript.problems:
            ctx.record(problem)
        if ctx.failed:  # values of the wrong type are no attributes, whose absence need not be reported too
            raise _errors(ctx, data, ctx.problems[Severity.ERROR])
    else:
        root = parse(data, source)
        check_root(root, data)
        ctx = Context(root)
    model = read_elements(ctx)
    if ctx.failed:
        refuse_disguised(ctx.root, data)
        raise _errors(ctx, data, ctx.problems[Severity.ERROR])
    unusable = ctx.problems[Severity.WARNING]
    if not model.schemas:  # each of them is left out, so nothing is left
        raise _errors(ctx, data, [problem for problem in unusable if problem.code == "invalid-identifier"])
    warnings.extend((*_diagnostics(ctx, data, unusable), *ctx.unlisted(Severity.WARNING)))
    return model


def _errors(ctx: Context, data: bytes, problems: list[Problem]) -> CsdlgenError:
    """The problems as errors, with lines and columns."""
    located = locate(data, [problem.node.location.element for problem in problems])
    errors: list[Diagnostic] = []
    for problem, diagnostic in zip(problems, _diagnostics(ctx, data, problems), strict=True):
        number = problem.node.location.element
        where = Position(ctx.root.location.source, *located[number]) if number in located else diagnostic.where
        errors.append(replace(diagnostic, where=where, severity=Severity.ERROR))
    return CsdlgenError(*errors, *ctx.unlisted(Severity.ERROR))


def _diagnostics(ctx: Context, data: bytes, problems: list[Problem]) -> Iterable[Diagnostic]:
    """The problems for users; of a second definition, the message names the position of the first."""
    first = {problem.first.location.element for problem in problems if problem.first is not None}
    located = locate(data, first)
    for problem in problems:
        diagnostic = ctx.diagnostic(problem)
        if problem.first is not None and (place := located.get(problem.first.location.element)):
            position = f"{ctx.root.location.source}:{place[0]}:{place[1]}"
            diagnostic = replace(diagnostic, message=f"{diagnostic.message} (here and at {position})")
        yield diagnostic


def locate(data: bytes, elements: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Line and column, both from 1, of elements given by number (`Location.element`).

    In CSDL JSON that is where the member begins that the element is made of, or the object if it has no name. A number
    that the document does not have, or that is behind the point up to which it can be parsed, is left out.
    """
    wanted = set(elements)
    if not is_json(data):
        return locate_elements(data, wanted)
    try:
        return transcribe(data, "").locate(wanted) if wanted else {}
    except (CsdlgenError, RecursionError):
        return {}
