"""HTML: the templates beside this module, in which everything that is printed is escaped.

Schema text is in element content and attribute values, never in scripts, styles or the names of elements; links are
made by us. Pages refer to nothing outside themselves, so that they work without a network.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from csdlgen.reports.plain import plain


def render(template: str, **values: object) -> str:
    """The text of a template, such as `reference.html`, with these values. Raises UndefinedError for a value that the
    template asks for and that is not given."""
    return _environment().get_template(f"{template}.jinja").render(values)


def _shown(value: object) -> object:
    """Jinja's `finalize`: text with escapes for what would steer a terminal or turn the direction of writing."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else plain(value, "text")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("csdlgen", "reports/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
