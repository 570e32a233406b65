"""The examples of reference pages please both checkers, strict, as they stand but for the place of the credential:
azure-identity is not needed by the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from csdlgen.reports.reference.blocks import CodeBlock
from tests.conftest import GENERATED, ROOT
from tests.support.checkers import reported
from tests.support.reference_pages import package_at, pages_of
from tests.test_hostile import CONFIG

pytestmark = pytest.mark.slow

CREDENTIALS = """
from typing import Any
from azure.core.credentials import AccessToken
class DefaultAzureCredential:
    {kind}def get_token(
        self, *scopes: str, claims: str | None = None, tenant_id: str | None = None, enable_cae: bool = False, **_: Any
    ) -> AccessToken:
        raise NotImplementedError
"""
OF_ASYNC = """
    async def close(self) -> None:
        raise NotImplementedError
    async def __aenter__(self) -> "DefaultAzureCredential":
        raise NotImplementedError
    async def __aexit__(self, exc_type: Any = None, exc_value: Any = None, traceback: Any = None) -> None:
        raise NotImplementedError
"""


def write_examples(config: Path, folder: Path) -> int:
    """Every program on the pages of a package, as a module."""
    programs = [
        block.text
        for page in pages_of(package_at(config)).values()
        for block in page.blocks
        if isinstance(block, CodeBlock) and "DefaultAzureCredential" in block.text
    ]
    for number, program in enumerate(programs):
        text = program.replace("azure.identity.aio", "async_credentials").replace("azure.identity", "credentials")
        name = package_at(config).config.name
        (folder / f"{name}_{number}.py").write_text(f"{text}\n", encoding="utf-8")
    return len(programs)


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_examples_have_the_right_types(checker: str, tmp_path: Path) -> None:
    config = tmp_path / "everything" / "csdlgen.toml"
    config.parent.mkdir()
    config.write_text(CONFIG.replace("NAME", "everything_there_is"), encoding="utf-8")
    shutil.copy(ROOT / "tests" / "hostile" / "everything.csdl.xml", config.parent / "service.csdl.xml")
    assert run(["generate", "--config", str(config)]) == 0
    folder = config.parent / "generated"
    shutil.copytree(GENERATED / "graph_remote_assistance", folder / "graph_remote_assistance")
    (folder / "credentials.py").write_text(CREDENTIALS.format(kind=""), encoding="utf-8")
    (folder / "async_credentials.py").write_text(CREDENTIALS.format(kind="async ") + OF_ASYNC, encoding="utf-8")
    assert write_examples(ROOT / "pyproject.toml", folder) == 4
    assert write_examples(config, folder) > 20
    assert reported(checker, folder) == {}
