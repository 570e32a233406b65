"""The pages of the documentation, and what each needs so that its examples run as they stand there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.docs import documents, example
from tests.docs.service import DocumentedService
from tests.support.cli import call

DOCS = ROOT / "docs"
OTHERS = frozenset(("ci.md", "commands.md", "reference"))
"""Pages and folders that have tests of their own."""


@dataclass(frozen=True)
class Prepared:
    """What a page needs: its service, the root that the page has for it, and what lies in the folder beforehand."""

    service: Callable[[], DocumentedService]
    root: str
    prepare: Callable[[Path, str], None] = lambda folder, root: None


def pages() -> list[Path]:
    """README and every page of the documentation that is written by hand."""
    found = [page for page in DOCS.rglob("*.md") if not OTHERS & {*page.relative_to(DOCS).parts}]
    return [ROOT / "README.md", *sorted(found)]


def graph() -> DocumentedService:
    return DocumentedService(documents.GRAPH, documents.GRAPH_DATA, documents.GRAPH_CALLS)


def sap() -> DocumentedService:
    return DocumentedService(documents.SAP, documents.SAP_DATA, documents.SAP_CALLS, csrf=True)


def dataverse() -> DocumentedService:
    return DocumentedService(documents.DATAVERSE, documents.DATAVERSE_DATA, documents.DATAVERSE_CALLS)


def business() -> DocumentedService:
    return DocumentedService(documents.BUSINESS, documents.BUSINESS_DATA, documents.BUSINESS_CALLS)


def users() -> DocumentedService:
    return DocumentedService(example.DOCUMENT, example.DATA, example.CALLS)


# --- folders --------------------------------------------------------------------------------------


def mail_package(folder: Path, root: str) -> None:
    """The package of the tutorial, and nothing else."""
    wanted = ("me/messages", "me/mailFolders", "GET /me/messages/{id}/attachments/{id}/$value", "POST /me/sendMail")
    done(call("init", "--from", f"{root}/$metadata", "--name", "graph_mail", *wanted, cwd=folder))


def example_package(folder: Path, root: str) -> None:
    """The package `example`, of everything in its document."""
    (folder / "example.csdl.xml").write_bytes(example.DOCUMENT)
    (folder / "csdlgen.toml").write_text(example.CONFIGURATION.format(root=root), "utf-8")
    done(call("generate", cwd=folder))


def flagship(folder: Path, root: str) -> None:
    """A copy of what README's first command reads and writes."""
    for name in ("metadata", "generated"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)


def done(ran: object) -> None:
    assert ran.code == 0, ran.err  # type: ignore[attr-defined]


MAIL = "https://graph.microsoft.com/v1.0"
PREPARED = {
    "docs/routes.md": Prepared(graph, MAIL, flagship),
    "README.md": Prepared(graph, MAIL, flagship),
    "docs/generated-api.md": Prepared(users, "https://directory.example/v1", example_package),
    "docs/cookbook/sap.md": Prepared(sap, "https://sap.example/sap/opu/odata4/orders"),
    "docs/cookbook/dataverse.md": Prepared(dataverse, "https://contoso.crm.dynamics.com/api/data/v9.2"),
    "docs/cookbook/business-central.md": Prepared(
        business, "https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0"
    ),
}
FALLBACK = Prepared(graph, MAIL)
WITH_MAIL = Prepared(graph, MAIL, mail_package)
PREPARED |= {f"docs/{name}.md": WITH_MAIL for name in ("sources", "vendoring", "configuration", "drift", "templates")}


def prepared(page: Path) -> Prepared:
    return PREPARED.get(page.relative_to(ROOT).as_posix(), FALLBACK)
