"""Reports on a model: a summary, one type, operation, term or path in full, or everything that contains a text."""

from csdlgen.reports.inspect.names import describe, summarize
from csdlgen.reports.inspect.search import search

__all__ = ["describe", "search", "summarize"]
