"""Elements of bytes: with all their text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csdlgen.csdl.xml.safe_parser import parse
from csdlgen.edm.model import Constant, PathExpression
from tests.support.csdl import read

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
