"""Elements of bytes: in every encoding the same, with all their text, and where they stand."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.csdl import dump_csdl, read_csdl
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.safe_parser import locate_elements, parse
from csdlgen.edm.model import Annotation, Constant, PathExpression
from csdlgen.errors import CsdlgenError, Position
from tests.support.csdl import document, nested, problem, q, read

WINDOWS = [f"windows-125{number}" for number in range(9)]
ISO = [f"{prefix}8859-{number}" for prefix in ("ISO-", "iso") for number in (*range(1, 12), 13, 14, 15, 16)]
ONE_BYTE = [*WINDOWS, *ISO, "ascii", "US-ASCII", "latin1", "Latin-1"]
MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
SHAPES = [
    *((name, name, False) for name in ONE_BYTE),
    *((name, "utf-8", True) for name in ONE_BYTE),
    *((name, "utf-8", marked) for name in ("UTF-8", "utf8", "") for marked in (True, False)),
    *((name, codec, m) for name in ("UTF-16", "utf16", "") for codec in list(MARKS)[1:] for m in (True, False)),
]
"""The encoding that a document declares, the one it is in, and whether it has a byte order mark."""


def encoded(text: str, shape: tuple[str, str, bool], quote: str = '"') -> bytes:
    declared, codec, marked = shape
    attribute = f" encoding={quote}{declared}{quote}" if declared else ""
    data = f"<?xml version={quote}1.0{quote}{attribute}?>\n{text}".encode(codec)
    return MARKS[codec] + data if marked else data


def shown(root: XmlElement) -> list[tuple[str, dict[str, str], str, int]]:
    return [(each.tag, dict(each.attributes), each.text, each.location.element) for each in root.all()]


def starts(text: str) -> dict[int, tuple[int, int]]:
    """Line and column of start tags."""
    lines = re.split("\r\n?|\n", text)
    found = [(line, tag.start() + 1) for line, each in enumerate(lines, 2) for tag in re.finditer(r"<\w", each)]
    return dict(enumerate(found))


def characters(codec: str) -> st.SearchStrategy[str]:
    """Letters and marks that the encoding has, and line ends."""
    if codec.startswith("utf-"):
        return st.text(st.sampled_from("aé€\u2028\u0628\U0001f600 \r\n\t"), max_size=12)
    known = bytes(range(0xA0, 0x100)).decode(codec, "ignore")
    return st.text(st.sampled_from(f"a \r\n\t{known}"), max_size=12)


@given(st.data(), st.sampled_from(SHAPES), st.sampled_from("\"'"))
def test_the_encoding_changes_neither_elements_nor_positions(
    data: st.DataObject, shape: tuple[str, str, bool], quote: str
) -> None:
    one, two, three = (data.draw(characters(shape[1])) for _ in range(3))
    text = f"<!--{one}--><a b='{two}'><c>{three}</c>{one}\n<d/></a>"
    written, plain = encoded(text, shape, quote), encoded(text, ("", "utf-8", False))
    assert shown(parse(written, "x")) == shown(parse(plain, "x"))
    assert locate_elements(written, range(3)) == starts(text)


@given(st.sampled_from(SHAPES), st.sampled_from(["<c", "<o:c/></a>", "<c></a>", "<c d='1' d='2'/></a>"]))
def test_the_encoding_changes_no_position_of_an_error(shape: tuple[str, str, bool], wrong: str) -> None:
    text = f"<!-- a\r -->\n<a>\n\n {wrong}"
    assert refused(encoded(text, shape)) == refused(encoded(text, ("", "utf-8", False)))


def refused(data: bytes) -> tuple[str, str, object]:
    with pytest.raises(CsdlgenError) as raised:
        parse(data, "x")
    (error,) = raised.value.diagnostics
    return error.code, error.message.partition("; the file is")[0], error.where


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_doctype_is_refused_in_every_encoding(shape: tuple[str, str, bool]) -> None:
    code, _, where = refused(encoded("<!-- <!DOCTYPE -->\r <!DOCTYPE a [<!ENTITY e 'x'>]><a b='&e;'/>", shape))
    assert (code, where) == ("doctype-refused", Position("x", 3, 2))


@given(
    st.lists(st.sampled_from([*MARKS.values(), b"\0", b"\0\0", b"<\0", b"\0<", b" "]), max_size=3).map(b"".join),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-7", "cp037"]),
    st.sampled_from(["", *(f'<?xml version="1.0" encoding="{name}"?>' for name in ("UTF-8", "utf-16", "latin1", "x"))]),
)
def test_no_beginning_hides_a_doctype(before: bytes, codec: str, declaration: str) -> None:
    with pytest.raises(CsdlgenError):
        parse(before + f"{declaration}<!DOCTYPE a [<!ENTITY e 'x'>]><a b='&e;'/>".encode(codec), "x")


@pytest.mark.parametrize("codec", ["utf-32-le", "utf-32", "utf-32-be"])
def test_nul_is_shown_where_it_is(codec: str) -> None:
    _, message, where = refused("<a/>".encode(codec))
    assert "NUL" in message and isinstance(where, Position) and where.column <= 2


@given(st.from_regex(r"(utf|UTF|iso|ISO|windows|latin|cp|ucs)-?([0-9]{1,4}-?[0-9]{0,2}|le|be)?", fullmatch=True))
def test_what_is_declared_is_read_or_said_to_be_unsupported(name: str) -> None:
    """A name that is let through is one that Python knows."""
    data = f'<?xml version="1.0" encoding="{name}"?><a/>'.encode()
    try:
        assert parse(data, "x").tag == "a"
    except CsdlgenError as error:
        assert "the document declares the encoding" in error.diagnostics[0].message


@pytest.mark.parametrize("name", ["windows-1259", "iso-8859-12", "iso-8859-0", "utf-7", "cp037", "utf-16le", "x"])
def test_encodings_that_are_not_read(name: str) -> None:
    code, message, _ = refused(f'<?xml version="1.0" encoding="{name}"?><a/>'.encode())
    assert (code, message.endswith(f"'{name}', which is not supported")) == ("not-xml", True)


@pytest.mark.parametrize(
    ("shape", "text"),
    [(("utf-16", "utf-8", False), "not UTF-16"), (("utf-16", "utf-8", True), "not UTF-16"),
     (("utf-8", "utf-16-le", True), "are UTF-16"), (("latin1", "utf-16-be", False), "are UTF-16")],
)  # fmt: skip
def test_a_declaration_that_the_bytes_contradict(shape: tuple[str, str, bool], text: str) -> None:
    assert text in refused(encoded("<a/>", shape))[1]


@pytest.mark.parametrize(
    ("data", "column", "text"),
    [
        (b'<?xml version="1.0" encoding="ascii"?>\n<a b="\xe9"/>', 7, "not valid ASCII (byte 45: b'\\xe9')"),
        (b'<?xml version="1.0" encoding="windows-1252"?>\n<a b="\x81"/>', 7, "not valid WINDOWS-1252"),
        (b'<?xml version="1.0"?>\n<a b="\xe9"/>', 7, "not valid UTF-8"),
        ("\ufeff<?xml version='1.0'?>\n<a b='".encode("utf-16-le") + b"\x00\xd8" + "'/>".encode("utf-16-le"), 7,
         "not valid UTF-16"),
        (MARKS["utf-8"] + b"<?xml version='1.0' encoding='latin1'?>\n<a b='\xe9'/>", 7, "not valid UTF-8"),
    ],
)  # fmt: skip
def test_bytes_that_cannot_be_decoded_are_shown_where_they_are(data: bytes, column: int, text: str) -> None:
    code, message, where = refused(data)
    assert (code, where, text in message) == ("not-xml", Position("x", 2, column), True)


BLANK = st.text(" \t\n", max_size=3)
RUN = st.one_of(BLANK, st.text("ab \n", max_size=4), st.just("x" * 400), st.just(" " * 400))


@given(st.lists(st.tuples(RUN, st.sampled_from(["<c/>", "<c>d</c>", "<c> </c>", "<!-- e -->", "<?f g?>"]))), RUN)
def test_text_that_is_not_blank_is_kept_wherever_it_stands(pieces: list[tuple[str, str]], end: str) -> None:
    root = parse(f"<r><a>{''.join(map(''.join, pieces))}{end}</a></r>".encode(), "x").children[0]
    runs = [""]
    for run, piece in [*pieces, (end, "")]:
        runs[-1] += run
        if piece.startswith("<c"):
            runs.append("")
    assert root.text == (runs[0] if len(runs) == 1 else "".join(run for run in runs if run.strip()))
    assert [each.text for each in root.children] == [piece[3:-4] for _, piece in pieces if piece.startswith("<c")]


def test_constants_and_paths_keep_their_text_beside_elements() -> None:
    inner = '<Annotation Term="a.c" String="x"/>'
    text = f"""<Annotation Term="a.b"><Int>1{inner}</Int></Annotation>
        <Annotation Term="a.b" Qualifier="a"><String>{inner}abc</String></Annotation>
        <Annotation Term="a.b" Qualifier="b"><Path>a<x xmlns="urn:y">d</x>/b</Path></Annotation>"""
    values = [each.value for each in read(text).schemas[0].annotations]
    assert values == [Constant("Int", "1"), Constant("String", "abc"), PathExpression("Path", "a/b")]


def test_much_text_beside_elements_takes_no_long_time() -> None:
    assert parse(f"<a>{'b<c/>' * 50_000}</a>".encode(), "x").text == "b" * 50_000


NAMESPACES = ["http://a b", "urn:x|y", "http://x/ü", "http://x/%zz", "http://x:port/", r"C:\a", "http://x/[1]",
              "  http://x  ", "http://x/{tenant}", "{", "}", "}x{", "relative", "&#10;", "http://x/^"]  # fmt: skip


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_namespaces_need_not_be_uris(namespace: str) -> None:
    content = '<ComplexType Name="C" o:Name="x"><Property Name="p" Type="Edm.Int32"/><o:Property/></ComplexType>'
    data = document(content, schema=f'Namespace="ns" xmlns:o="{namespace}"')
    assert dump_csdl(read_csdl(data, source="x")) == dump_csdl(
        read_csdl(data.replace(f'"{namespace}"'.encode(), b'"urn:o"'), source="x")
    )


def test_a_namespace_that_begins_like_ours_is_another() -> None:
    own = "http://docs.oasis-open.org/odata/ns/edm"
    assert not read(f'<o:ComplexType xmlns:o="{own}}}ComplexType" Name="C"/>').schemas[0].types


@pytest.mark.parametrize("others", [0, 1, 150])
@pytest.mark.parametrize(
    "wrong",
    ["<p:x/>", '<x p:y="1"/>', '<x xmlns:a="u" xmlns:b="u" a:y="1" b:y="2"/>', '<x a:b:c="1"/>', "<a:b:c/>",
     '<x xmlns:p=""/>', '<x xmlns:xml="u"/>', '<x xmlns="http://www.w3.org/2000/xmlns/"/>'],
)  # fmt: skip
def test_wrong_names_are_refused_at_their_element(wrong: str, others: int) -> None:
    """However many namespaces there are that libxml2 reports: it reports no more than a hundred."""
    odd = "".join(f'<o:x xmlns:o="a b{number}"/>' for number in range(others))
    found = problem(document(f"{odd}\r<!-- é€\U0001f600 -->{wrong}"))
    assert found.code == "not-xml" and isinstance(found.where, Position)
    assert (found.where.line, found.where.column) == (2, 13 + wrong.find(":c") * (wrong.find(":c") > 0))


LONG = "x" * 10_100_000
TOO_LONG = [
    ("a value", 3, f'<x y="{LONG}"/>'),
    ("a comment", 2, f"<!--{LONG}-->"),
    ("a processing instruction", 2, f"<?p {LONG}?>"),
    ("a CDATA section", 3, f"<x><![CDATA[{LONG}]]></x>"),
    ("a name", 3, f"<{LONG[:50_001]}/>"),
    ("a name", 3, f"<x {LONG[:50_001]}='1'/>"),
]


@pytest.mark.parametrize(("what", "line", "content"), TOO_LONG, ids=[f"{case[0]} {case[1]}" for case in TOO_LONG])
@pytest.mark.parametrize("before", ["<é/>", '<o:é xmlns:o="a b"/>'])
def test_what_is_too_long_is_said_in_our_words(what: str, line: int, content: str, before: str) -> None:
    found = problem(document(f"\r{before}\r{content}"))
    limit = "50,000 bytes" if what == "a name" else "10 MB"
    assert found.message == f"the XML parser refuses the document: {what} in it is longer than {limit}"
    assert found.where == Position("test.xml", line, 1)


def test_the_deepest_elements_that_are_read() -> None:
    assert parse(("<x>" * 257 + "</x>" * 257).encode(), "x").tag == "x"
    code, message, where = refused(("\r<é/>".join(["<x>"] * 258) + "</x>" * 258).encode())
    assert (code, where) == ("too-deep", Position("x", 258, 1))
    assert message == "elements are more than 256 levels below the root element"


def test_every_level_is_indented() -> None:
    model = read_csdl(nested("Record><PropertyValue Property='p'", 90), source="x")
    lines = dump_csdl(model).splitlines()
    depth = 0
    for line in lines[1:]:
        depth -= line.lstrip().startswith("</")
        assert line == "  " * depth + line.strip()
        depth += not line.endswith("/>") and not line.lstrip().startswith("</")
    again = read_csdl("\n".join(lines).encode(), source="x").schemas[0].annotations
    assert again == model.schemas[0].annotations and isinstance(again[0], Annotation) and again[0].term == q("a.b")
