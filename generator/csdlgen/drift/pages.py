"""What the page of a drift rule takes from the rule: its verdicts, and its case folder as the example."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import ndiff
from importlib.resources import files
from importlib.resources.abc import Traversable

from csdlgen.drift.finding import POLICIES
from csdlgen.drift.rules import RULES
from csdlgen.explain.pages import CodePage

_SCHEMA = re.compile(r"    <Schema [^>]*>\n(.*)    </Schema>\n", re.DOTALL)


def complete(page: CodePage) -> CodePage:
    """The page of a drift rule with its verdicts and its example; every other page as it is."""
    rule = RULES.get(page.code)
    if rule is None:
        return page
    verdicts: dict[str, dict[str, str]] = {
        policy: {axis: str(verdict) for axis, verdict in rule.under(policy)._asdict().items()} for policy in POLICIES
    }
    return replace(page, example=_example(page.code), verdicts=verdicts)


def _case(code: str) -> Traversable:
    """The case folder of a rule: inside the installed package, or among the tests of an editable install."""
    package = files("csdlgen")
    packed = package.joinpath("drift", "cases", code)
    return packed if packed.is_dir() else package.joinpath("..", "..", "tests", "drift", code)


def _example(code: str) -> str:
    """The two documents of a case as one: what is within the schema, where only that differs. Lines of the old one
    alone begin with `-`, of the new one alone with `+`."""
    documents = [_case(code).joinpath(name).read_text(encoding="utf-8") for name in ("old.csdl.xml", "new.csdl.xml")]
    schemas = [_SCHEMA.search(document) for document in documents]
    inner = [schema[1] for schema in schemas if schema and schema[1].count("<Schema ") == 0]
    heads = {schema[0].splitlines()[0] for schema in schemas if schema}
    if len(inner) == 2 and len(heads) == 1 and len({_SCHEMA.sub("", document) for document in documents}) == 1:
        documents = [re.sub("^      ", "", text, flags=re.MULTILINE) for text in inner]
    old, new = (document.splitlines() for document in documents)
    return "".join(f"{line.rstrip()}\n" for line in ndiff(old, new) if not line.startswith("?"))
