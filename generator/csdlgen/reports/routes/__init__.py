"""The route ledger as people and programs read it: text, JSON, Markdown, `.http` lines, a Mermaid picture, and an
explanation. Pure: the command line prints what these give."""

from csdlgen.reports.routes.data import as_data
from csdlgen.reports.routes.explain import as_explanation
from csdlgen.reports.routes.listing import ListedRoute, RouteList, list_operation, list_resource
from csdlgen.reports.routes.matched import Matched, matched, matched_data, matched_text, rejected_data
from csdlgen.reports.routes.mermaid import as_mermaid
from csdlgen.reports.routes.text import as_http, as_markdown, as_text

__all__ = [
    "ListedRoute",
    "Matched",
    "RouteList",
    "as_data",
    "as_explanation",
    "as_http",
    "as_markdown",
    "as_mermaid",
    "as_text",
    "list_operation",
    "list_resource",
    "matched",
    "matched_data",
    "matched_text",
    "rejected_data",
]
