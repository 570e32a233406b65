"""The pages on selected things that the metadata does not have."""

from __future__ import annotations

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "nothing-selected",
        "A package selects nothing",
        "The `select` table of a package is missing or empty, so there is nothing to generate. An empty client would"
        " be generated without a word and only miss what it should have when it is used. csdlgen takes what is named:"
        " operations, types or resources, or everything.",
        "[tool.csdlgen.packages.demo.select]\noperations = []",
        "Name operations, types or resources, or say `everything = true`.",
        "text",
    ),
    Page(
        "unknown-operation",
        "A selected operation does not exist",
        "`select.operations`, or the command line, names an operation that the metadata and its overlays do not define."
        " Names are qualified and case-sensitive; one overload is named by its signature, `ns.op(ns.bound)`. What is"
        " documented but not published has to come from an overlay.",
        '[tool.csdlgen.packages.demo.select]\noperations = ["demo.aprove"]',
        "Correct the name; the nearest is suggested, or the signatures that there are.",
        "text",
    ),
    Page(
        "unknown-resource",
        "A selected resource does not exist",
        "`select.resources` names paths from an entity set or singleton along navigation properties, such as"
        " `users/messages`. A segment of this one leads nowhere. Keys may be left out; casts are written as qualified"
        " names.",
        '[tool.csdlgen.packages.demo.select]\nresources = ["users/mesages"]',
        "Correct the segment; what is possible in its place is suggested.",
        "text",
    ),
    Page(
        "unknown-root",
        "A root of routes does not exist",
        "`routes.roots` restricts routes to those that begin at some entity sets and singletons. One of the names is"
        " neither. Without that root, routes would be missing and nobody would notice, so nothing is generated.",
        '[tool.csdlgen.packages.demo.routes]\nroots = ["deviceManagment"]',
        "Name an entity set or singleton of the metadata; the nearest is suggested.",
        "text",
    ),
)
