"""Reference pages as readers use them: the blocks of a page under its headings, and its examples, which are run."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from azure.core.credentials import AccessToken, AccessTokenInfo

from csdlgen.pipeline import select_package
from csdlgen.project.packages import ConfiguredPackage, read_packages
from csdlgen.reports.reference.blocks import Block, CodeBlock, DataTable, Heading, ReferencePage
from csdlgen.reports.reference.pages import reference_pages
from tests.support.loopback import Loopback, Reply, Seen


def package_at(config: Path) -> ConfiguredPackage:
    (package,) = read_packages(str(config))
    return package


def pages_of(package: ConfiguredPackage, *, most: int = 10) -> dict[str, ReferencePage]:
    """The pages of a package by path."""
    selected = select_package(package.config, package.inputs)
    return {page.path: page for page in reference_pages(selected.slice, selected.ledger, package.config, most=most)}


def sections(page: ReferencePage) -> dict[str, list[Block]]:
    """The blocks of a page by the heading that they are under; the second of a name, as `Response 2`."""
    found: dict[str, list[Block]] = {}
    here = found.setdefault("", [])
    for block in page.blocks:
        if isinstance(block, Heading):
            name = block.text if block.text not in found else f"{block.text} 2"
            here = found.setdefault(name, [])
        else:
            here.append(block)
    return found


def code_in(blocks: list[Block]) -> str:
    """The text of the only code block."""
    (text,) = (block.text for block in blocks if isinstance(block, CodeBlock))
    return text


def rows_in(blocks: list[Block]) -> list[list[str]]:
    """The rows of the only table, as texts."""
    (table,) = (block for block in blocks if isinstance(block, DataTable))
    return [["".join(span.text for span in cell) for cell in row] for row in table.rows]


@dataclass(frozen=True)
class Example:
    """The example of an operation: its request and response as HTTP, and the programs that send it."""

    request: str
    response: str
    programs: dict[str, str]
    headers: dict[str, str]


def examples_of_resource(page: ReferencePage) -> dict[str, Example]:
    """The example of each verb."""
    found: dict[str, list[Block]] = {}
    for block in page.blocks:
        if isinstance(block, Heading) and block.level == 2:
            found[block.text] = []
        elif found:
            found[list(found)[-1]].append(block)
    return {verb: example_of(ReferencePage(page.path, verb, tuple(blocks))) for verb, blocks in found.items()}


def example_of(page: ReferencePage) -> Example:
    found = sections(page)
    programs = {kind: code_in(found[title]) for kind, title in (("sync", "Python"), ("async", "Python, asynchronous"))}
    headers = {row[0]: row[1] for row in (rows_in(found["Request headers"]) if "Request headers" in found else [])}
    return Example(code_in(found["Request"]), code_in(found.get("Response 2", found["Response"])), programs, headers)


class Credential:
    """`DefaultAzureCredential` of azure-identity, which the tests do without; sync and async."""

    def get_token_info(self, *scopes: str, **_: Any) -> AccessTokenInfo:
        return AccessTokenInfo("token-of-this-test", int(time.time()) + 3600)

    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        return AccessToken("token-of-this-test", int(time.time()) + 3600)


class AsyncCredential(Credential):
    async def get_token_info(self, *scopes: str, **_: Any) -> AccessTokenInfo:  # type: ignore[override]
        return super().get_token_info(*scopes)

    async def get_token(self, *scopes: str, **_: Any) -> AccessToken:  # type: ignore[override]
        return super().get_token(*scopes)

    async def close(self) -> None:
        pass

    async def __aenter__(self) -> AsyncCredential:
        return self

    async def __aexit__(self, *details: object) -> None:
        pass


@contextlib.contextmanager
def azure_identity() -> Iterator[None]:
    """`azure.identity` and `azure.identity.aio` can be imported."""
    with pytest.MonkeyPatch.context() as patch:
        for name, credential in (("azure.identity", Credential), ("azure.identity.aio", AsyncCredential)):
            module = types.ModuleType(name)
            module.DefaultAzureCredential = credential  # type: ignore[attr-defined]
            patch.setitem(sys.modules, name, module)
        yield


def run_program(program: str, package: str, client: str, example: Example) -> tuple[Seen, str]:
    """Run a program as it stands, with a server in place of the service, which answers as the example says. Returns the
    request and what was printed."""
    with Loopback(lambda _: _reply(example.response)) as server, pytest.MonkeyPatch.context() as patch:
        for module in (package, f"{package}.aio"):
            patch.setattr(getattr(_module(module), client), "_endpoint", f"{server.url}/root")
        printed = io.StringIO()
        with azure_identity(), contextlib.redirect_stdout(printed):
            exec(compile(program, "<example>", "exec"), {"__name__": "__main__"})
        (seen,) = server.requests
        return seen, printed.getvalue()


def _module(name: str) -> types.ModuleType:
    import importlib

    return importlib.import_module(name)


def _reply(response: str) -> Reply:
    head, _, body = response.partition("\n\n")
    status, *headers = head.split("\n")
    named = dict(line.split(": ", 1) for line in headers)
    return Reply(int(status.split()[1]), body.encode(), named)


def assert_sent(seen: Seen, example: Example, root: str) -> None:
    """What arrived is the request of the example: its placeholders stand for any one segment or argument."""
    head, _, body = example.request.partition("\n\n")
    line, *headers = head.split("\n")
    method, _, url = line.partition(" ")
    template = url.removeprefix(root.rstrip("/"))
    pattern = re.sub(r"'\\\{.*?\\\}'|\\\{.*?\\\}", "[^/]+?", re.escape(template))
    assert seen.method == method
    assert re.fullmatch(f"/root{pattern}", _decoded(seen.target)), (seen.target, template)
    assert seen.header("Accept") == example.headers.get("Accept", seen.header("Accept"))
    assert seen.header("Content-Type") == (headers[0].removeprefix("Content-Type: ") if headers else None)
    if headers:
        assert example.headers.get("Content-Type") in (None, f"{seen.header('Content-Type')}. Required.")
        assert _without_last_digit(seen.json()) == _without_last_digit(json.loads(body))
    else:
        assert not seen.body
    assert seen.header("Authorization") == "Bearer token-of-this-test"


def _decoded(target: str) -> str:
    from urllib.parse import unquote

    return unquote(target)


def _without_last_digit(data: Any) -> Any:
    """Python's `datetime` has six digits of a second, where the examples have seven."""
    return json.loads(re.sub(r"(:\d\d\.\d{6})\d", r"\1", json.dumps(data)))
