"""Programs that import only the client: as a script, from a zip file, and as tools that freeze programs see them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from modulefinder import ModuleFinder
from pathlib import Path

import pytest

from tests.support.cli import csdlgen
from tests.support.loopback import Loopback, Reply

DOCUMENT = """<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Shelf" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="Book"><Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.String" Nullable="false"/><Property Name="Price" Type="Edm.Decimal"/>
    <Property Name="At" Type="Edm.DateTimeOffset"/><Property Name="Kind" Type="Shelf.Parts.Kind"/>
    <Property Name="Cover" Type="Shelf.Parts.Cover"/><Property Name="File" Type="Edm.Stream"/>
  </EntityType>
  <Function Name="Newest"><ReturnType Type="Shelf.Book" Nullable="false"/></Function>
  <EntityContainer Name="C"><EntitySet Name="Books" EntityType="Shelf.Book"/>
    <FunctionImport Name="Newest" Function="Shelf.Newest"/></EntityContainer>
</Schema>
<Schema Namespace="Shelf.Parts" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EnumType Name="Kind" IsFlags="true"><Member Name="New" Value="1"/></EnumType>
  <ComplexType Name="Cover"><Property Name="Tags" Type="Collection(Edm.Guid)"/></ComplexType>
  <ComplexType Name="Hard" BaseType="Shelf.Parts.Cover"><Property Name="Days" Type="Edm.Duration"/></ComplexType>
</Schema></edmx:DataServices></edmx:Edmx>"""
CONFIG = """
[packages.shelf]
output = "out"
metadata = ["m.xml"]
service-root = "https://shelf.example/v1"
client = "ShelfClient"

[packages.shelf.select]
"""
BOOK = {
    "Id": "1", "Price": "1.50", "At": "2024-01-02T03:04:05Z", "Kind": "New",
    "Cover": {"@odata.type": "#Shelf.Parts.Hard", "Tags": ["00000000-0000-0000-0000-000000000001"], "Days": "P1D"},
}  # fmt: skip
PROGRAM = """
import asyncio
import sys
from shelf import ShelfClient, queries, routes
from shelf.aio import ShelfClient as AsyncShelfClient

def seen(book):
    cover = book.cover
    return [type(book).__name__, str(book.price), book.at.year, [str(kind) for kind in book.kind], type(cover).__name__,
            cover.days.days, cover.tags[0].int]

async def main():
    async with AsyncShelfClient(None, endpoint=sys.argv[1]) as client:
        return [seen(book) async for book in client.books.list()]

with ShelfClient(None, endpoint=sys.argv[1]) as client:
    assert routes.newest
    priced = client.books.list(filter=queries.field("Price", int) > 1)
    print([seen(book) for book in priced], seen(client.newest.get()), seen(client.books["1"].get()))
print(asyncio.run(main()))
"""
SEEN = "['Book', '1.50', 2024, ['New'], 'Hard', 1, 1]"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `app.py` and the package in `out`."""
    root = tmp_path_factory.mktemp("program")
    (root / "m.xml").write_text(DOCUMENT, encoding="utf-8")
    (root / "csdlgen.toml").write_text(CONFIG + 'everything = true\nresources = ["Books"]\n', encoding="utf-8")
    (root / "app.py").write_text(PROGRAM, encoding="utf-8")
    ran = csdlgen("generate", cwd=root)
    assert ran.code == 0, ran.err
    return root


def answer(seen: object) -> Reply:
    target: str = seen.target  # type: ignore[attr-defined]
    return Reply.of_json({"value": [BOOK]} if target.partition("?")[0].endswith("/Books") else BOOK)


@pytest.mark.parametrize("zipped", [False, True])
def test_a_program_that_imports_only_the_client_works(program: Path, zipped: bool, tmp_path: Path) -> None:
    path = program / "out"
    if zipped:
        path = tmp_path / "shelf.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in (program / "out").rglob("*.py"):
                archive.write(file, file.relative_to(program / "out"))
    with Loopback(answer) as server:
        ran = subprocess.run(
            [sys.executable, "-W", "error", str(program / "app.py"), server.url],
            env={"PYTHONPATH": str(path)}, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == [f"[{SEEN}] {SEEN} {SEEN}", f"[{SEEN}]"]


def test_every_module_is_found_by_following_imports(program: Path) -> None:
    """Tools that freeze programs look for import statements in byte code, wherever they stand; imports by text they do
    not see."""
    finder = ModuleFinder(path=[str(program / "out")])
    finder.run_script(str(program / "app.py"))
    package = program / "out" / "shelf"
    names = {
        ".".join(("shelf", *file.relative_to(package).with_suffix("").parts)).removesuffix(".__init__")
        for file in package.rglob("*.py")
    }
    assert names <= finder.modules.keys()


def test_models_of_a_package_without_models(tmp_path: Path) -> None:
    (tmp_path / "m.xml").write_text(DOCUMENT.replace('ReturnType Type="Shelf.Book"', 'ReturnType Type="Edm.String"'))
    (tmp_path / "csdlgen.toml").write_text(CONFIG + 'operations = ["Shelf.Newest"]\n', encoding="utf-8")
    assert csdlgen("generate", cwd=tmp_path).code == 0
    code = (
        "from shelf import ShelfClient, models; import sys\n"
        "functions = ['bind', 'changes', 'from_json', 'removed', 'to_json']\n"
        "assert models.__all__ == ['Model', 'WireError', *functions], models.__all__\n"
        "assert ShelfClient(None, endpoint=sys.argv[1]).newest.get() == 'x'\n"
    )
    with Loopback(lambda _: Reply.of_json({"value": "x"})) as server:
        subprocess.run([sys.executable, "-c", code, server.url], cwd=tmp_path / "out", check=True, timeout=60)
