"""HTML: templates in folders below this one, in which everything that is printed is escaped.

Schema text is in element content and attribute values, never in scripts, styles or the names of elements; links are
made by us. Pages refer to nothing outside themselves, so that they work without a network.
"""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from csdlgen.reports.plain import plain


def render(folder: str, template: str, **values: object) -> str:
    """The text of a template, such as `reference.html` in `templates`, with these values. Raises UndefinedError for a
    value that the template asks for and that is not given."""
    return _environment(folder).get_template(f"{template}.jinja").render(values)


def _shown(value: object) -> object:
    """Jinja's `finalize`: text with escapes for what would steer a terminal or turn the direction of writing."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else plain(value, "text")


_CODE = re.compile(r"`([^`]+)`")


def code_spans(text: str) -> Markup:
    """A paragraph of ours as HTML: what Markdown has between backquotes is code; everything is escaped."""
    pieces = _CODE.split(plain(text, "text"))
    code = Markup("<code>{}</code>")
    return Markup().join(code.format(each) if number % 2 else escape(each) for number, each in enumerate(pieces))


@cache
def _environment(folder: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("csdlgen", f"reports/{folder}"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["code_spans"] = code_spans
    return environment
