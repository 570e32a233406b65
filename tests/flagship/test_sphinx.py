"""Sphinx documents the package with autodoc, and has nothing to warn of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import GENERATED
from tests.support.project import PACKAGE

pytestmark = pytest.mark.slow

CONF = """
project = "test"
extensions = ["sphinx.ext.autodoc"]
autodoc_default_options = {"members": True, "undoc-members": True, "show-inheritance": True}
"""


def modules() -> list[str]:
    """The modules that users import from. Classes of models are documented by their package, which offers them."""
    paths = (path.relative_to(GENERATED).with_suffix("") for path in (GENERATED / PACKAGE).rglob("*.py"))
    public = [path for path in paths if not any(part.startswith("_") and part != "__init__" for part in path.parts)]
    return sorted(
        ".".join(path.parts).removesuffix(".__init__")
        for path in public
        if path.name == "__init__" or "models" not in path.parts
    )


def test_autodoc_has_no_warnings(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    text = "".join(f".. automodule:: {name}\n\n" for name in modules())
    (source / "index.rst").write_text(f"Reference\n=========\n\n{text}", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--builder", "text", str(source), str(out)]
    environment = {**os.environ, "PYTHONPATH": str(GENERATED), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    written = (out / "index.txt").read_text(encoding="utf-8")
    for said in (
        "class graph_remote_assistance.models.RemoteAssistanceReporting",
        "Address with which the helper signed in.",  # an attribute of a model
        "Every device that Intune manages for the tenant.",  # a property of a builder
        "post(*, reporting_payload:",  # a verb with its signature
        "Permissions, least privileged first",
    ):
        assert said in written, said
    assert not {"_sender", "__wire__", "__props__"} & {*written.replace("(", " ").split()}
