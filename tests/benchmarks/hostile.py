"""Documents in which one list is as long as one likes: every list that a document can have, and what is done with
them that could take more than the length of the list."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from csdlgen.edm import model
from csdlgen.edm.model import EdmModel

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
KEY = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>'
BOUND = '<Parameter Name="b" Type="d.t"/>'
RETURNS = '<ReturnType Type="Edm.String"/>'
TEXT = 'Type="Edm.String"'
NOTE = '<Annotation Term="Core.Description" Qualifier="q{0}" String="x"/>'


class Piece(NamedTuple):
    """What is repeated, where in a document, and which list of the model that makes long; the text is formatted with
    a number, with a name that differs from others in upper and lower case alone, and with the number before."""

    where: str
    text: str
    makes: str = ""


# Where in a document: everything around `{0}`.
PLACES = {
    "references": "",
    "schemas": "",
    "schema": "{0}",
    "term": '<Term Name="x" Type="Edm.String" AppliesTo="{0}"/>',
    "type": f'<EntityType Name="x">{KEY}{{0}}</EntityType>',
    "key": '<EntityType Name="x"><Key>{0}</Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>',
    "complex": '<ComplexType Name="x">{0}</ComplexType>',
    "enum": '<EnumType Name="x">{0}</EnumType>',
    "constraints": '<EntityType Name="x"><NavigationProperty Name="n" Type="d.t">{0}</NavigationProperty></EntityType>',
    "action": f'<Action Name="x" IsBound="true">{BOUND}{{0}}</Action>',
    "target": '<Annotations Target="d.t">{0}</Annotations>',
    "record": '<Annotation Term="d.r"><Record>{0}</Record></Annotation>',
    "items": '<Annotation Term="d.r"><Collection>{0}</Collection></Annotation>',
    "operands": '<Annotation Term="d.r"><Apply Function="odata.concat">{0}</Apply></Annotation>',
    "container": "{0}",
    "bindings": '<EntitySet Name="x" EntityType="d.t">{0}</EntitySet>',
    "of singletons": '<Singleton Name="x" Type="d.t">{0}</Singleton>',
}
IN_CONTAINER = ("container", "bindings", "of singletons")
BINDING = '<NavigationPropertyBinding Path="n/n{0}" Target="s"/>'
PIECES = {
    "references": Piece("references", '<edmx:Reference Uri="u{0}"/>', "EdmModel.references"),
    "includes": Piece("includes", '<edmx:Include Namespace="n{0}"/>', "Reference.includes"),
    "included annotations": Piece(
        "includes", '<edmx:IncludeAnnotations TermNamespace="n{0}"/>', "Reference.include_annotations"
    ),
    "schemas": Piece("schemas", '<Schema Namespace="n{0}"/>', "EdmModel.schemas"),
    "types": Piece("schema", '<ComplexType Name="c{0}"/>', "Schema.types"),
    "terms": Piece("schema", f'<Term Name="t{{0}}" {TEXT}/>', "Schema.terms"),
    "applications": Piece("term", " A{0}", "Term.applies_to"),
    "targets": Piece("schema", f'<Annotations Target="d.t" Qualifier="q{{0}}">{NOTE}</Annotations>', "Schema.targets"),
    "actions": Piece("schema", f'<Action Name="a{{0}}" IsBound="true">{BOUND}</Action>', "Schema.operations"),
    "containers": Piece("schema", '<EntityContainer Name="c{0}"/>', "Schema.containers"),
    "overloads": Piece(
        "schema",
        f'<Function Name="f" IsBound="true">{BOUND}<Parameter Name="p{{0}}" {TEXT}/>{RETURNS}</Function>',
    ),
    "chains of base types": Piece("schema", '<ComplexType Name="c{0}" BaseType="d.c{2}"/>'),
    "derived types": Piece("schema", '<EntityType Name="e{0}" BaseType="d.t"/>'),
    "type definitions": Piece("schema", '<TypeDefinition Name="c{0}" UnderlyingType="Edm.String"/>'),
    "properties": Piece("type", f'<Property Name="p{{0}}" {TEXT}/>', "EntityType.properties"),
    "names that fold to one": Piece("type", f'<Property Name="a{{1}}" {TEXT}/>'),
    "mistakes": Piece("type", '<Property Name="p{0}" Type="d.none"/>'),
    "duplicates": Piece("type", f'<Property Name="p" {TEXT}/>'),
    "annotations": Piece("type", NOTE, "EntityType.annotations"),
    "navigations": Piece("type", '<NavigationProperty Name="n{0}" Type="d.t"/>', "EntityType.navigations"),
    "keys": Piece("key", '<PropertyRef Name="id" Alias="a{0}"/>', "EntityType.key"),
    "of complex types": Piece("complex", f'<Property Name="p{{0}}" {TEXT}/>', "ComplexType.properties"),
    "navigations of complex types": Piece(
        "complex", '<NavigationProperty Name="n{0}" Type="d.t"/>', "ComplexType.navigations"
    ),
    "members": Piece("enum", '<Member Name="m{0}" Value="{0}"/>', "EnumType.members"),
    "constraints": Piece(
        "constraints",
        '<ReferentialConstraint Property="p{0}" ReferencedProperty="id"/>',
        "NavigationProperty.constraints",
    ),
    "parameters": Piece("action", f'<Parameter Name="p{{0}}" {TEXT}/>', "Operation.parameters"),
    "annotations elsewhere": Piece("target", NOTE, "Annotations.annotations"),
    "values of records": Piece("record", '<PropertyValue Property="p{0}" String="x"/>', "Record.values"),
    "items": Piece("items", "<String>x{0}</String>", "CollectionExpression.items"),
    "operands": Piece("operands", "<String>x{0}</String>", "Operator.operands"),
    "sets": Piece("container", '<EntitySet Name="s{0}" EntityType="d.t"/>', "EntityContainer.sets"),
    "singletons": Piece("container", '<Singleton Name="s{0}" Type="d.t"/>', "EntityContainer.singletons"),
    "imports": Piece("container", '<ActionImport Name="i{0}" Action="d.u"/>', "EntityContainer.imports"),
    "bindings": Piece("bindings", BINDING, "EntitySet.bindings"),
    "bindings of singletons": Piece("of singletons", BINDING, "Singleton.bindings"),
}  # fmt: skip


ROOT = "https://service.example/odata"
CONFIG = f"""[packages.p]
output = "out"
metadata = ["new.xml"]
service-root = "{ROOT}"
client = "ServiceClient"

[packages.p.select]
everything = true
"""
NEW = ("--metadata", "new.xml")
COMMANDS = {
    "inspect": ["inspect", *NEW],
    "inspect a type": ["inspect", "d.t", *NEW],
    "search": ["inspect", "--search", "0", *NEW],
    "list": ["list"],
    "routes": ["routes", "--all"],
    "routes to a type": ["routes", "d.t", "--all"],
    "match": ["routes", "--match", "/s/1/n"],
    "slice": ["slice"],
    "generate": ["generate"],
    "vendor": ["vendor", "v"],
    "docs": ["docs"],
    "init": ["init", "--from", "new.xml", "--service-root", ROOT, "--name", "begun", "s"],
    "check": ["check", "--against", "new.xml"],
    "update": ["update", "--from", "new.xml"],
    "diff": ["diff", "old.xml", "new.xml"],
    "diff of the renamed": ["diff", "new.xml", "renamed.xml", "--format", "json"],
    "diff of the reversed": ["diff", "new.xml", "old.xml", "--format", "sarif"],
    "history": ["history", "old.xml", "new.xml", "old.xml"],
}


def document(kind: str, size: int) -> str:
    """A document with so many bytes of a kind."""
    where, text, _ = PIECES[kind]
    number = max(size // len(text.format(9999, "x" * 16, 9999)), 1)
    folded = (format(each, "b").replace("0", "x").replace("1", "X") for each in range(1 << 20, (1 << 20) + number))
    pieces = "".join(text.format(each, fold, each - 1) for each, fold in enumerate(folded, 1))
    inner = PLACES.get(where, "").replace("{0}", pieces)
    references = {"references": pieces, "includes": f'<edmx:Reference Uri="u">{pieces}</edmx:Reference>'}
    schemas = pieces.replace("/>", f' xmlns="{EDM}"/>') if where == "schemas" else ""
    return (
        f'<edmx:Edmx Version="4.0" xmlns:edmx="{EDMX}">{references.get(where, "")}<edmx:DataServices>{schemas}'
        f'<Schema Namespace="d" xmlns="{EDM}"><EntityType Name="t">{KEY}<NavigationProperty Name="n" Type="d.t"/>'
        f'</EntityType><ComplexType Name="c0"/><Term Name="r" Type="Edm.Untyped"/><Action Name="u"/>'
        f"{inner if where not in IN_CONTAINER else ''}"
        f'<EntityContainer Name="c"><EntitySet Name="s" EntityType="d.t"/>'
        f"{inner if where in IN_CONTAINER else ''}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"
    )


def prepare(folder: Path, kind: str, size: int, command: list[str]) -> int:
    """A project with documents of that kind; how many bytes the new one has."""
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    text = document(kind, size)
    renamed = text.replace('Name="p', 'Name="q').replace('Name="a', 'Name="r').replace('Name="f"', 'Name="g"')
    for name, content in (("new", text), ("old", document(kind, 1)), ("renamed", renamed)):
        (folder / f"{name}.xml").write_text(content, encoding="utf-8")
    if command[0] != "init":
        (folder / "csdlgen.toml").write_text(CONFIG, encoding="utf-8")
    return len(text)


def lists() -> Iterator[str]:
    """Every list of a model; of annotations those of one element, as they are the same everywhere."""
    seen: set[str] = set()
    for owner in (EdmModel, *(each for each in vars(model).values() if isinstance(each, type))):
        for field in fields(owner) if hasattr(owner, "__dataclass_fields__") else ():
            name = f"{owner.__name__}.{field.name}"
            is_other = field.name == "annotations" and owner.__name__ not in ("EntityType", "Annotations")
            if str(field.type).startswith("tuple[") and not is_other and name not in seen:
                seen.add(name)
                yield name
