"""Sphinx documents the package with autodoc, and has nothing to warn of."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

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
    warnings = io.StringIO()
    sys.path.insert(0, str(GENERATED))
    try:
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(source, source, out, out / "doctrees", "text", status=None, warning=warnings, freshenv=True)
            app.build()
    finally:
        sys.path.remove(str(GENERATED))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
    assert warnings.getvalue() == ""
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
