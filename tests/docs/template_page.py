"""The last part of `docs/templates.md`, made from the plan: `python -m tests.docs.template_page` writes it anew."""

from __future__ import annotations

import inspect
import re
from typing import get_type_hints

from csdlgen.package.plan import values
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "templates.md"
HEADING = "## The fields\n"
_PLANS = (
    values.LazyPackage, values.ModelsPackage, values.ModelModule, values.EnumModule, values.Declaration,
    values.BuilderModule, values.BuilderClass, values.Method, values.ClientModule, values.RoutesModule,
    values.RouteOperation, values.Distribution,
)  # fmt: skip


def part() -> str:
    """The heading and what follows: each plan with its fields."""
    lines = [HEADING]
    for plan in _PLANS:
        doc = " ".join((inspect.getdoc(plan) or "").split())
        lines += [f"### {plan.__name__}\n", f"{doc}\n", "| field | is |", "|---|---|"]
        lines += [f"| `{name}` | {_said(kind)} |" for name, kind in get_type_hints(plan).items()]
        lines.append("")
    return "\n".join(lines)


def _said(kind: object) -> str:
    text = re.sub(
        r"[\w.]+\.", "", kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)
    )
    if match := re.fullmatch(r"tuple\[(\w+), \.*\]|tuple\[(\w+), \]", text):
        return f"several *{match[1] or match[2]}*"
    return {"bool": "true or false", "Code": "*Code*"}.get(text, f"a *{text}*")


if __name__ == "__main__":
    whole = PAGE.read_text("utf-8").partition(HEADING)[0]
    PAGE.write_text(whole + part(), "utf-8")
