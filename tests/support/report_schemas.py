"""The schemas of reports: ours of findings, and the one of SARIF."""

from __future__ import annotations

import json
from importlib.resources import files

from jsonschema import Draft202012Validator

from tests.conftest import ROOT


def _validator(text: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)


FINDINGS = _validator(files("csdlgen.reports.drift").joinpath("findings.schema.json").read_text(encoding="utf-8"))
SARIF = _validator((ROOT / "tests" / "support" / "sarif" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
