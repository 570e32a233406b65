"""The pages on accept files that cannot be used."""

from __future__ import annotations

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "accept-not-toml",
        "The accept file is no TOML",
        "The file that says which findings were accepted is a TOML file. This one has a syntax error, or numbers or"
        " brackets beyond all measure. Nothing of a broken file is used, since what it accepts cannot be known.",
        '[[accept]]\nrule = property-removed\nelement = "demo.book/*"\nreason = "We never read these."\n',
        "Mend the syntax at the place that the message names.",
        "accept",
    ),
    Page(
        "accept-unknown-key",
        "The accept file has a key that does not exist",
        "Keys are checked, because a misspelt one would silently accept more or longer than was meant. An entry has"
        " `fingerprint`, or `rule` and `element`; a `reason`; and may have an `owner` and a day on which it `expires`."
        " There is nothing beside the entries.",
        '[[accept]]\nrule = "property-removed"\nelement = "demo.book/*"\nreason = "We never read these."\n'
        "expire = 2027-01-01\n",
        "Correct the spelling, or remove the key.",
        "accept",
    ),
    Page(
        "accept-missing-key",
        "An entry of the accept file lacks something",
        "Every entry says what it accepts and why: a `fingerprint`, or a `rule` with a pattern for the `element`; and a"
        " `reason`. Who looks at the file in a year has nothing else to decide by. Nothing is assumed for any of them.",
        '[[accept]]\nrule = "property-removed"\nelement = "demo.book/*"\n',
        "Add what the message names.",
        "accept",
    ),
    Page(
        "accept-value",
        "The accept file has a value of the wrong kind",
        "A `rule` is one of those that `csdlgen explain` lists, a `fingerprint` sixteen hexadecimal digits,"
        " `expires` a date without quotes, and all others are texts with something in them. An entry has a fingerprint"
        " or a rule with an element, not both. Each is a table of its own, with `[[accept]]` above it.",
        '[[accept]]\nrule = "property-lost"\nelement = "demo.book/*"\nreason = "We never read these."\n',
        "Write a value of the kind that the message describes.",
        "accept",
    ),
)
