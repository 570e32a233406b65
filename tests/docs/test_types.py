"""The Python of README and the documentation passes mypy in its strict mode, with the packages that the pages make."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import GENERATED
from tests.docs.markdown import blocks
from tests.docs.pages import prepared
from tests.docs.reader import IDENTITY, Reader
from tests.docs.test_pages import NAMES

WITH_PYTHON = [name for name, page in NAMES.items() if any(each.language == "python" for each in blocks(page))]
LOOSE = ("--no-warn-unused-ignores", "--allow-redefinition", "--disable-error-code=no-redef", "--no-warn-return-any")
"""A page is read block by block: names are used again, and a result that is not used is there to be read."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_PYTHON)
def test_the_python_of_a_page_is_typed(name: str, tmp_path: Path, cache: Path) -> None:
    needs = prepared(NAMES[name])
    folder = tmp_path / "project"
    folder.mkdir()
    service = needs.service()
    found = [*blocks(NAMES[name])]
    with service.server:
        needs.prepare(folder, service.root)
        reader = Reader(folder, needs.root, service.root)
        for block in found:
            if "file" in block.says or (block.language not in ("python", "text") and "exit" not in block.says):
                reader.take(block)
    program = [each.text for each in found if each.language == "python" and "file" not in each.says]
    written = [each.says["file"] for each in found if each.language == "python" and "file" in each.says]
    (reader.folder / "page_program.py").write_text("\n".join(program), "utf-8")
    stubs = tmp_path / "identity"
    for file, text in IDENTITY.items():
        (stubs / file).parent.mkdir(parents=True, exist_ok=True)
        (stubs / file).write_text(text, "utf-8")
    places = [stubs, GENERATED, folder / "generated", reader.folder, tmp_path / "app" / "src"]
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *LOOSE, f"--cache-dir={cache}", "page_program.py", *written],
        cwd=reader.folder, env={**os.environ, "MYPYPATH": os.pathsep.join(map(str, places))},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
