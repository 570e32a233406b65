"""What a model says of itself, for people: a summary, one type, operation, term or path in full, or all that holds a
text."""

from csdlgen.reports.model.lookup import describe, summarize
from csdlgen.reports.model.search import search

__all__ = ["describe", "search", "summarize"]
