"""The pages on configurations that cannot be used."""

from __future__ import annotations

from csdlgen.explain.page import Page

_PACKAGE = (
    '[packages.demo]\noutput = "src"\nmetadata = ["demo.csdl.xml"]\nservice-root = "https://demo.example/odata"\n'
)

PAGES = (
    Page(
        "config-not-toml",
        "The configuration is no TOML",
        "csdlgen.toml and pyproject.toml are TOML files in UTF-8. This one has a syntax error, a character that is not"
        " UTF-8, or numbers or brackets beyond all measure. Nothing of a broken file is used, since the rest could mean"
        " something else than it seems.",
        "[packages.demo\n",
        "Mend the syntax at the place that the message names.",
        "toml",
    ),
    Page(
        "config-unknown-key",
        "The configuration has a key that does not exist",
        "Keys are checked, because a misspelt one would otherwise be a setting that silently does nothing. The message"
        " names the table and the nearest known key. Tables are `packages.NAME`, and `select` and `routes` below it.",
        _PACKAGE + 'client = "DemoClient"\nkeystyle = "segment"\n',
        "Correct the spelling, or remove the key.",
        "toml",
    ),
    Page(
        "config-missing-key",
        "The configuration lacks a key",
        "A package needs `output`, `metadata`, `service-root` and `client`; nothing sensible can be assumed for any of"
        " them. All other keys have defaults. The line named is that of the package's table.",
        _PACKAGE,
        "Add the key that is named; the README lists what each means.",
        "toml",
    ),
    Page(
        "config-value",
        "The configuration has a value of the wrong kind",
        "The key exists, but takes something else: a list of texts, a number in a range, one of a few words, the name"
        " of a Python package. The message says what. Two distributions cannot share an output folder either, as each"
        " writes its own pyproject.toml there.",
        _PACKAGE + 'client = "DemoClient"\nkey-style = "slashes"\n',
        "Write a value of the kind that the message describes.",
        "toml",
    ),
)
