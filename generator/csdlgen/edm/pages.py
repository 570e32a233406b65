"""The page on references between documents."""

from __future__ import annotations

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "reference-unresolved",
        "A referenced document is not at hand",
        "The document includes a namespace from another document (CSDL sections 3.2 and 3.3), and uses it, but no"
        " document at hand defines it. References are never followed over the network. Types of that namespace stop"
        " the run where the slice needs them; terms are kept as they are, so for these it is a note.",
        '<edmx:Reference Uri="common.xml"><edmx:Include Namespace="common"/></edmx:Reference>',
        "Save the document that the reference names, and add it to `metadata`, or name its folder in `references`.",
        "text",
    ),
)
