"""CSDL documents that are nearly right: trees of real ones, changed in a few places, and whole models from the grammar.

The documents that are changed are the tests' own: cases, drift rules, hostile inputs, and the flagship's metadata.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.etree import ElementTree

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from csdlgen.csdl import dump_csdl, dump_csdl_json, read_csdl
from csdlgen.errors import CsdlgenError
from tests.conftest import ROOT
from tests.models import models
from tests.support.csdl import EVERYTHING, document
from tests.unit.urls.service import CSDL

CANARY = "CSDLGEN_FUZZ"
RUN = f'__import__("os").environ.update({CANARY}="1")'
ODD = (
    *(
        "",
        " ",
        ".",
        "..",
        "a.b",
        "a.b.c",
        ".a",
        "a.",
        "/",
        "a/b",
        "a/",
        "/a",
        "//",
        "a//b",
        "$",
        "@",
        "#",
        "@a.b",
        "a@b",
        "\\x \\N{x} \\d",
        '\\"""',
    ),
    *("Edm.", "Edm.String", "Edm.Int64", "Edm.Nope", "Edm.EntityType", "Edm.ComplexType", "Edm.PrimitiveType"),
    *("Collection(", "Collection()", "Collection(Edm.String)", "Collection(Collection(Edm.String))", "Edm.Untyped"),
    *("-1", "0", "1", "9" * 30, "0x10", "1e400", "1.5", "NaN", "INF", "-INF", "true", "TRUE", "false", "null", "١"),
    *("ﬁ", "fi", "class", "None", "self", "__init__", "__class__", "_", "x" * 300, "con", "é", "名前", "\U0001f600"),
    *("\u202e", "\x85", "\u2028", "a\rb", "a\nb", "'''", '"""', "\\", "{x}", "{{7*7}}", "%s", "a%2fb", "../../x"),
    *("(", ")", "()", "a(b)", "a(a.b)", "max", "variable", "unbounded", "4.0", "4.01", "3.0", "Sequence", "WireError"),
    *("models", "builders", "client", "post", "get", "list", "value", "id", "P1D", "2020-01-01", "a,b", "1,2"),
    *("P1D'", f'"""\n{RUN}\n"""', f"'+{RUN}+'", "Org.OData.Core.V1.Description", "Org.OData.Core.V1.AlternateKeys"),
)
"""Values that something somewhere takes for more than text."""
ODD_JSON: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 1.5, 10**30, 1e308, [], {}, [[]], [{}], {"": None}, {"$Kind": "EntityType"}),
    *({"$Ref": "a"}, {"$Path": "a/b"}, {"$Type": "a.b"}, {"$If": []}, {"$Apply": [], "$Function": 5}, "\ud800"),
)
_DESCRIBED = ("EntityType", "ComplexType", "EnumType", "Property", "Member", "Action", "Function", "NavigationProperty")
_DESCRIPTIONS = st.lists(
    st.sampled_from(
        ("A word", "C:\\users\\new", "\\x41", "\\", '"', "'", '"""', "\r\n", "\n\n", "{x}", "%s", "w" * 90, "é", " ")
    ),
    max_size=8,
).map("".join)
_OCTETS = (
    b"",
    b"\0",
    b"\xff",
    b"<",
    b">",
    b"&",
    b"&#1;",
    b"&#x110000;",
    b"]]>",
    b"<!--",
    b"<?x?>",
    b'"',
    b"{",
    b"}",
    b",",
)


@cache
def roots() -> tuple[bytes, ...]:
    """The documents that are changed."""
    folders = ("tests/cases", "tests/drift", "tests/drift-verdicts", "tests/hostile", "metadata")
    files = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.xml") if path.is_file())
    found = [path.read_bytes() for path in files]
    found += [document(CSDL), document(EVERYTHING)]
    return tuple(each for each in dict.fromkeys(found) if len(each) < 20_000 and _tree(each) is not None)


@cache
def _tree(data: bytes) -> ElementTree.Element | None:
    if b"<!DOCTYPE" in data:
        return None
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError):
        return None


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...], tuple[ElementTree.Element, ...]]:
    """Every tag, every name of an attribute, and the elements that something may be grafted from."""
    trees = [tree for data in roots() if (tree := _tree(data)) is not None]
    elements = [each for tree in trees for each in tree.iter()]
    tags = sorted({each.tag for each in elements})
    return tuple(tags), tuple(sorted({key for each in elements for key in each.attrib})), tuple(elements)


_CHANGES = ("drop", "double", "move", "graft", "tag", "set", "set", "set", "add", "strip", "swap", "text", "many")


def _changed(draw: DrawFn, root: ElementTree.Element) -> None:
    """One change of one element."""
    tags, names, grafts = _words()
    elements = list(root.iter())
    parents = {child: parent for parent in elements for child in parent}
    number = draw(st.integers(0, len(elements) - 1))
    element, kind = elements[number], draw(st.sampled_from(_CHANGES))
    parent = parents.get(element)
    match kind:
        case "drop" if parent is not None:
            parent.remove(element)
        case "double" if parent is not None:
            parent.append(copy.deepcopy(element))
        case "many" if parent is not None:
            for turn in range(draw(st.integers(2, 40))):
                another = copy.deepcopy(element)
                if "Name" in another.attrib and number % 2:
                    another.set("Name", f"{another.get('Name')}{turn}")
                parent.append(another)
        case "move" if parent is not None:
            within = set(element.iter())
            places = [each for each in elements if each not in within]
            parent.remove(element)
            draw(st.sampled_from(places)).append(element)
        case "graft":
            element.append(copy.deepcopy(draw(st.sampled_from(grafts))))
        case "tag":
            element.tag = draw(st.sampled_from(tags))
        case "add":
            element.set(draw(st.sampled_from(names)), draw(_texts(elements)))
        case "text":
            element.text = draw(_texts(elements))
        case _ if element.attrib:
            key = draw(st.sampled_from(sorted(element.attrib)))
            if kind == "strip":
                del element.attrib[key]
            elif kind == "swap":
                other = draw(st.sampled_from([each for each in elements if each.attrib]))
                theirs = draw(st.sampled_from(sorted(other.attrib)))
                element.attrib[key], other.attrib[theirs] = other.attrib[theirs], element.attrib[key]
            else:
                element.set(key, draw(_texts(elements)))


def _texts(elements: Sequence[ElementTree.Element]) -> SearchStrategy[str]:
    """Odd texts, and those that stand elsewhere in the document."""
    known = sorted({value for each in elements for value in each.attrib.values()})
    return st.sampled_from(ODD) | st.sampled_from(known or ("a",)) | st.text(max_size=6)


@st.composite
def _changed_trees(draw: DrawFn, given: bytes | None = None) -> bytes:
    root = copy.deepcopy(_tree(given if given is not None else draw(st.sampled_from(roots()))))
    assert root is not None
    for _ in range(draw(st.integers(1, 4))):
        _changed(draw, root)
    # Not all of what is drawn is text that XML can have.
    return ElementTree.tostring(root, encoding="unicode").encode("utf-8", "replace")


def xml_documents() -> SearchStrategy[bytes]:
    """Documents in XML: changed ones, and models as they should be."""
    return st.one_of(_changed_trees(), _changed_trees(), models().map(lambda model: dump_csdl(model).encode()))


@st.composite
def described(draw: DrawFn, data: bytes) -> bytes:
    """A document whose elements have descriptions with odd texts."""
    root = copy.deepcopy(_tree(data))
    if root is None:
        return data
    texts = _DESCRIPTIONS | st.sampled_from(ODD) | st.text(max_size=30)
    for each in root.iter():
        if each.tag.rpartition("}")[2] in _DESCRIBED and draw(st.integers(0, 2)) == 0:
            for old in [one for one in each if one.get("Term", "").endswith("Description")]:
                each.remove(old)
            term = f"Org.OData.Core.V1.{draw(st.sampled_from(('Description', 'LongDescription')))}"
            tag = f"{each.tag.rpartition('}')[0]}}}Annotation"
            ElementTree.SubElement(each, tag, {"Term": term, "String": draw(texts)})
    return ElementTree.tostring(root, encoding="unicode").encode("utf-8", "replace")


@cache
def _rich() -> tuple[bytes, ...]:
    """The documents that have derived types, bound operations and something that paths begin with."""
    return tuple(
        each for each in roots() if all(mark in each for mark in (b" BaseType=", b" IsBound=", b"<EntityContainer"))
    )


def rich_documents() -> SearchStrategy[bytes]:
    """Documents with ways from roots through derived types to operations, half of them; the others are as they come."""
    return st.one_of(st.sampled_from(_rich()).flatmap(_changed_trees), xml_documents())


def versions(data: bytes) -> SearchStrategy[bytes]:
    """Documents that came of one by a few changes; of one that is no XML itself alone."""
    return st.just(data) if _tree(data) is None else _changed_trees(data)


@st.composite
def spoilt(draw: DrawFn, documents: SearchStrategy[bytes]) -> bytes:
    """Documents, of which some are cut, stuffed, or in another encoding."""
    data = draw(documents)
    match draw(st.integers(0, 7)):
        case 0:
            return data[: draw(st.integers(0, len(data)))]
        case 1:
            at = draw(st.integers(0, len(data)))
            return (
                data[:at]
                + draw(st.sampled_from(_OCTETS) | st.binary(max_size=4))
                + data[at + draw(st.integers(0, 3)) :]
            )
        case 2:
            text = data.decode("utf-8", "replace")
            return text.encode(
                draw(st.sampled_from(("utf-16", "utf-16-le", "utf-8-sig", "latin-1", "utf-32"))), "replace"
            )
    return data


# --- JSON ------------------------------------------------------------------------------------------------------------


@cache
def _json_roots() -> tuple[str, ...]:
    found: list[str] = []
    for data in roots():
        try:
            found.append(dump_csdl_json(read_csdl(data, source="")))
        except CsdlgenError:
            continue
    return tuple(found)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a JSON value with each of its keys."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        keys: Any = each if isinstance(each, dict) else range(len(each)) if isinstance(each, list) else ()
        for key in keys:
            found.append((each, key))
            waiting.append(each[key])
    return found


def changed_json(draw: DrawFn, value: Any, odd: Sequence[Any]) -> Any:
    """A JSON value with a few changes. What is `odd` takes the place of something."""
    whole = [copy.deepcopy(value)]
    for _ in range(draw(st.integers(1, 4))):
        places = _places(whole)
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        other, theirs = places[draw(st.integers(0, len(places) - 1))]
        match draw(st.integers(0, 6)):
            case 0 if isinstance(holder, dict):
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[draw(st.sampled_from(ODD) | st.just(str(theirs)))] = holder.pop(key)
            case 2 if isinstance(holder, list):
                holder.append(copy.deepcopy(other[theirs]))
            case 3:
                holder[key] = copy.deepcopy(other[theirs])
            case 4:
                holder[key] = draw(st.sampled_from(([holder[key]], {"a": holder[key]}, {"$Collection": True})))
            case _:
                holder[key] = copy.deepcopy(draw(st.sampled_from(tuple(odd))))
    return whole[0] if whole else None


@st.composite
def json_documents(draw: DrawFn) -> bytes:
    """Documents in CSDL JSON: changed ones, and models as they should be."""
    if draw(st.integers(0, 3)) == 0:
        return dump_csdl_json(draw(models())).encode()
    value = changed_json(draw, json.loads(draw(st.sampled_from(_json_roots()))), (*ODD, *ODD_JSON))
    return json.dumps(value).encode()
