"""The pages on names that `inspect` does not find."""

from __future__ import annotations

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "unknown-name",
        "Nothing has that name",
        "No type, operation, term or path of the document is called what was asked for. Names are case-sensitive; the"
        " namespace can be left out where the rest is unambiguous. What contains a slash is taken for a path from an"
        " entity set or singleton.",
        "csdlgen inspect managedDevcie",
        "Correct the name; the nearest is suggested. `csdlgen inspect --search TEXT` finds parts of names.",
        "shell",
    ),
    Page(
        "ambiguous-name",
        "Several things have that name",
        "The simple name belongs to several types, operations or terms, in different namespaces. Which is meant cannot"
        " be told. All of them are listed with their namespaces.",
        "csdlgen inspect identity",
        "Give the qualified name, such as `microsoft.graph.identity`.",
        "shell",
    ),
)
