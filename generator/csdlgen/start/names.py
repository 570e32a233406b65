"""What a package is called, and how its service writes keys, from where its document was read and what that has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from csdlgen.edm.model import EdmModel
from csdlgen.edm.vocabularies import CAPABILITIES, is_tagged
from csdlgen.errors import failure
from csdlgen.project.keys import is_client, is_identifier, is_root
from csdlgen.python_names import PLAIN, pascal_case
from csdlgen.text import shown

_METADATA = "/$metadata"
_SUFFIX = "_client"
# Hosts of Microsoft Graph in its clouds, whose service writes keys as segments.
_GRAPH = re.compile(r"(dod-)?graph\.microsoft\.(com|us)|microsoftgraph\.chinacloudapi\.cn")
_GRAPH_NAMESPACE = "microsoft.graph"
# Parts of URLs and hosts that say nothing about the service: versions, session keys, and what all services have.
_SAYS_NOTHING = re.compile(
    r"v?\d+(\.\d+)*|\(.*\)|beta|api|data|odata|opu|sap|svc|www|rest|services?|localhost", re.IGNORECASE
)


class Names(NamedTuple):
    """How the package and its class are called, where the service is, and how that writes keys, with the reason."""

    package: str
    client: str
    service_root: str
    key_style: str
    because: str


def service_root(given: str | None, sources: Iterable[str]) -> str:
    """The root of a service: the one given, else what is in front of `$metadata` in the URL that the document was read
    from. Raises CsdlgenError where neither says it."""
    from_sources = (text.removesuffix(_METADATA) for text in sources if text.endswith(_METADATA))
    found = (given if given is not None else next(from_sources, "")).rstrip("/")
    if not is_root(found):
        said = (
            f"{shown(given)} is not the URL of a service" if given else "the document does not say where its service is"
        )
        raise failure("init-service-root", said, "Give it with --service-root https://HOST/PATH, without a query.")
    return found


def name_package(given: str | None, root: str, model: EdmModel, key_style: str | None = None) -> Names:
    """The names of a package for a service; `given` is a name that somebody wants. Raises CsdlgenError where it is not
    one that a package can have."""
    package = given if given is not None else _package(root, model)
    client = pascal_case("".join(map(pascal_case, package.removesuffix(_SUFFIX).split("_")))) + "Client"
    if not is_identifier(package) or not is_client(client):
        remedy = "Give a Python identifier with --name, such as graph_mail."
        raise failure("init-name", f"a package cannot be called {shown(package)}", remedy)
    style, because = _key_style(root, model)
    if key_style:
        style, because = key_style, "as asked for"
    return Names(package, client, root, style, because)


def _package(root: str, model: EdmModel) -> str:
    """`graph_client` for https://graph.microsoft.com/v1.0: named after the last part of the path that says something,
    else the host, else the namespace."""
    parts = urlsplit(root)
    path = [unquote(each) for each in reversed(parts.path.split("/"))]
    host = [] if re.fullmatch(r"[\d.:]+|\[.*\]", parts.netloc) else (parts.hostname or "").split(".")[:-1]
    namespaces = [each.namespace.rpartition(".")[2] for each in model.schemas]
    for text in (*path, *host[:1], *host[1:], *namespaces):
        word = re.sub(r"\.\w+$", "", text)
        if word and not _SAYS_NOTHING.fullmatch(word):
            name = PLAIN.snake_case(re.sub(r"[^A-Za-z0-9_]+", "_", word).strip("_") or "x").lower()
            if is_identifier(f"{name}{_SUFFIX}"):
                return f"{name}{_SUFFIX}"
    return f"odata{_SUFFIX}"


def _key_style(root: str, model: EdmModel) -> tuple[str, str]:
    """How a service writes keys (URL conventions sections 4.3.1 and 4.3.6), and how that is known."""
    if _GRAPH.fullmatch(urlsplit(root).hostname or ""):
        return "segment", "as Microsoft Graph writes keys"
    if any(is_tagged(each.annotations, "KeyAsSegmentSupported", CAPABILITIES) for each in model.containers):
        return "segment", "its document has KeyAsSegmentSupported"
    if any(each.namespace == _GRAPH_NAMESPACE for each in model.schemas):
        return "segment", "as Microsoft Graph writes keys"
    return "parentheses", "the OData default"
