"""The pages on input files that cannot be found or read."""

from __future__ import annotations

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "config-missing",
        "There is no configuration",
        "Neither csdlgen.toml nor a pyproject.toml with a [tool.csdlgen] table is in the current folder or above, or"
        " the one that is there has no package. `generate` and `check` need to know what to make and where. `routes`"
        " and `slice` also work without, given `--metadata`.",
        "csdlgen routes --metadata service.csdl.xml approve",
        "Write a configuration as the README shows, name it with --config, or give documents with --metadata.",
        "shell",
    ),
    Page(
        "file-unreadable",
        "A file cannot be read",
        "A document, folder or pattern that the configuration or the command line names leads to nothing that can be"
        " read. Names in a configuration are relative to its folder, names on the command line to the current one. The"
        " operating system's reason is in the message.",
        "csdlgen slice --metadata servcie.csdl.xml",
        "Check the name and the permissions.",
        "shell",
    ),
    Page(
        "file-too-large",
        "A file is larger than any metadata",
        "Files of more than 256 MiB are refused. The largest known metadata documents have a few megabytes. So the name"
        " most likely leads to something else, and reading it would take all memory.",
        "csdlgen slice --metadata backup.zip",
        "Name a `$metadata` document.",
        "shell",
    ),
    Page(
        "too-many-references",
        "The reference folders hold too many documents",
        "Referenced documents are looked up in the folders that `references` names, by what each document defines. So"
        " all of them have to be opened, and there are more than any service needs. Nothing was read, so that a slip"
        " such as naming the home folder costs no time.",
        'references = ["/home"]',
        "Name a folder that has only the documents that are needed.",
        "text",
    ),
)
