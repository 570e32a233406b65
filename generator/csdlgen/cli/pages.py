"""The pages on what the command line itself refuses."""

from __future__ import annotations

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "unknown-package",
        "No package of that name is configured",
        "The command line names a package, by `--package` or as an argument, for which the configuration has no table"
        " `packages.NAME`. Nothing is guessed: a run for another package might write files. The configuration that was"
        " found is in the message.",
        "csdlgen generate graph_mial",
        "Correct the name; the nearest is suggested. Leave it out to mean all packages.",
        "shell",
    ),
    Page(
        "file-unwritable",
        "The result cannot be written",
        "The file that `-o` names cannot be written: its folder does not exist, it is a folder, or permission is"
        " lacking. The result is lost, and nothing else has happened. The operating system's reason is in the message.",
        "csdlgen slice -o missing/slice.csdl.xml",
        "Check the name and its folder, or leave `-o` out and redirect stdout.",
        "shell",
    ),
    Page(
        "unknown-code",
        "There is no page on that code",
        "`explain` knows the codes that csdlgen reports: the words in front of each message, such as `unknown-type`."
        " What was asked for is none of them. `csdlgen explain` by itself lists all.",
        "csdlgen explain unknown-typo",
        "Correct the code; the nearest is suggested.",
        "shell",
    ),
)
