"""The schemas of reports: ours of findings and of histories, those of SARIF and JUnit, and what GitLab documents."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from lxml import etree
from referencing import Registry, Resource

from tests.conftest import ROOT

_SUPPORT = ROOT / "tests" / "support"


def _ours(name: str) -> Any:
    return json.loads(files("csdlgen.reports.drift").joinpath(name).read_text(encoding="utf-8"))


def _validator(schema: Any, *others: Any) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resources((each["$id"], Resource.from_contents(each)) for each in others)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER, registry=registry)


FINDINGS = _validator(_ours("findings.schema.json"))
HISTORY = _validator(_ours("history.schema.json"), _ours("findings.schema.json"))
SARIF = _validator(json.loads((_SUPPORT / "sarif" / "sarif-2.1.0.json").read_text(encoding="utf-8")))
JUNIT = etree.XMLSchema(etree.parse(_SUPPORT / "junit" / "junit-10.xsd"))
GITLAB = _validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^\./"}},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
)
"""The table of properties in GitLab's page on code quality reports, "Code quality report format"."""
