"""What a model says of itself, for people: a summary, one type, operation, term or path in full, or all that holds a
text."""

from csdlgen.inspect.lookup import describe, summarize
from csdlgen.inspect.search import search

__all__ = ["describe", "search", "summarize"]
