"""The pages on documents that cannot be had over the network."""

from __future__ import annotations

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "fetch-url",
        "A URL that no document is read from",
        "What was given looks like a URL but is none of http or https, or it has a user name or password in it. Those"
        " would end up in logs and in the lock. A file is given by its name, not as a file URL.",
        "csdlgen update --from ftp://service.example/$metadata",
        "Give an https URL or the name of a file; a bearer token is taken from the environment variable CSDLGEN_TOKEN.",
        "shell",
    ),
    Page(
        "fetch-not-https",
        "The URL is not an https one",
        "Over http anybody on the way can change what arrives, and code is generated from it. So http is refused"
        " unless it is asked for. The same holds for this machine, since a forwarded port looks like it.",
        "csdlgen check --against http://service.example/$metadata",
        "Use https, or say --insecure where the network between can be trusted.",
        "shell",
    ),
    Page(
        "fetch-token",
        "The token cannot be sent",
        "The value of CSDLGEN_TOKEN goes to the origin of the URL that was given, as `Authorization: Bearer`. It is not"
        " sent over http, other than to this machine, and not where URLs of several origins are given, since only one"
        " of them can be meant. A value that is no bearer token (RFC 6750) is not sent either.",
        "CSDLGEN_TOKEN='Bearer abc' csdlgen check --against https://service.example/$metadata",
        "Set it to the token alone, without `Bearer`; use https; or unset it where no token is needed.",
        "shell",
    ),
    Page(
        "fetch-failed",
        "The document did not arrive",
        "The name did not resolve, the connection was refused, the certificate is not trusted, or the connection broke"
        " before everything was there. The reason is in the message. Nothing was decided and nothing was written, so"
        " this is neither clean nor drift.",
        "csdlgen check --against https://service.invalid/$metadata",
        "Check the URL and the connection, then run again. Proxies and certificates are those of the environment"
        " (HTTPS_PROXY, SSL_CERT_FILE).",
        "shell",
    ),
    Page(
        "fetch-timeout",
        "The document took too long",
        "There is a limit on the time for everything, from looking up the name to the last byte. The server did not"
        " answer completely within it. Nothing was decided and nothing was written.",
        "csdlgen check --against https://service.example/$metadata --timeout 300",
        "Try again later, or allow more with --timeout.",
        "shell",
    ),
    Page(
        "fetch-too-large",
        "The document is too large",
        "What arrives is limited to 64 MiB, counted after unpacking, so that a few bytes cannot fill the memory. The"
        " largest documents known have a tenth of that. The URL probably names something else.",
        "csdlgen update --from https://service.example/export",
        "Give the URL of a $metadata document. A larger one can be downloaded and given as a file.",
        "shell",
    ),
    Page(
        "fetch-status",
        "The server did not send the document",
        "Only an answer with status 200 has the document. The server answered with another one, which is in the"
        " message; 401 and 403 mean that it wants to know who asks. Nothing was decided and nothing was written.",
        "csdlgen check --against https://service.example/beta/$metadata",
        "Try again later, check the URL, or set CSDLGEN_TOKEN to a bearer token that may read it.",
        "shell",
    ),
    Page(
        "fetch-redirect",
        "The server redirects to somewhere else",
        "Redirects are followed within the origin (scheme, host and port) of the URL that was given, up to five times."
        " Elsewhere they are not: code is generated from what arrives, so where it comes from is said by the user, not"
        " by a server; and a token must not travel on. Pages to sign in at are often reached that way.",
        "csdlgen update --from https://short.example/graph",
        "Give the URL that the message names if the document is to come from there, or set CSDLGEN_TOKEN where the"
        " server wants you to sign in.",
        "shell",
    ),
)
