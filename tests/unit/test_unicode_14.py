"""What is generated is equal for all Pythons, whichever Unicode they have."""

from __future__ import annotations

import unicodedata

import pytest

from csdlgen import unicode_14
from csdlgen.csdl.identifiers import NameSite, is_identifier, is_usable
from csdlgen.package.code import docstring, identifier, literal
from csdlgen.python_names import PLAIN, pascal_case, upper_snake
from csdlgen.reports.plain import plain
from csdlgen.text import printable, shown
from csdlgen.unicode_14 import escaped, is_known, is_printable, swapcase, upper

LETTER = "\U00011f04"  # of Unicode 15, as the others are
SIGN = "\u0ece"
FACE = "\U0001fae8"


@pytest.fixture(params=["as it is", "as if é had come later"])
def late(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A letter that came later than Unicode 14, or that this Python knows and the table does not."""
    if request.param == "as it is":
        return LETTER
    bounds = sorted({*unicode_14._bounds(), ord("é"), ord("é") + 1})
    monkeypatch.setattr(unicode_14, "_bounds", lambda: bounds)
    return "é"


@pytest.mark.skipif(unicodedata.unidata_version != "14.0.0", reason="another Unicode")
def test_the_table_is_that_of_python_3_11() -> None:
    assigned = [unicodedata.category(chr(code)) != "Cn" for code in range(0x110000)]
    assert [is_known(chr(code)) for code in range(0x110000)] == assigned


def test_the_table_is_right_in_every_python() -> None:
    """What is in it stays in Unicode for ever."""
    assigned = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) != "Cn"}
    known = {chr(code) for code in range(0x110000) if is_known(chr(code))}
    assert known <= assigned
    assert (known == assigned) == (unicodedata.unidata_version == "14.0.0")


def test_later_characters_are_escaped_as_repr_of_python_3_11_does_it() -> None:
    text = f"a{LETTER}{SIGN}{FACE}é\n"
    assert escaped(repr(text)) == "'a\\U00011f04\\u0ece\\U0001fae8é\\n'"
    assert literal(text).text == '"a\\U00011f04\\u0ece\\U0001fae8é\\n"'
    assert literal((text, text)).text == f"({repr(text).translate(TABLE)}, {repr(text).translate(TABLE)})"
    assert shown(text) == "'a\\U00011f04\\u0ece\\U0001fae8é\\n'"
    assert printable(text) == "a\\U00011f04\\u0ece\\U0001fae8é\\n"


TABLE = {ord(LETTER): "\\U00011f04", ord(SIGN): "\\u0ece", ord(FACE): "\\U0001fae8"}


def test_a_later_letter_is_none(late: str) -> None:
    assert not is_printable(late)
    assert eval(literal(f"a{late}").text) == f"a{late}"
    assert late not in literal(f"a{late}").text
    assert docstring(f"a{late}b", indent=1).text == '"""a b"""'
    assert late not in plain(late, "text") + plain(late, "markdown") + plain(late, "json")
    assert (PLAIN.snake_case(f"a{late}b"), pascal_case(f"a{late}b"), upper_snake(f"a{late}b")) == ("a_b", "A_b", "A_B")
    assert not is_identifier(f"a{late}") and not is_usable(f"a{late}", NameSite.JSON)
    with pytest.raises(ValueError, match="not an identifier"):
        identifier(f"a{late}")


def test_letters_that_get_capitals_later_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As U+0264 and U+019B did in Unicode 16: here as if É had come later, and é had not."""
    assert (upper("\u0264é"), swapcase("éA")) == ("\u0264É", "Éa")
    bounds = sorted({*unicode_14._bounds(), ord("É"), ord("É") + 1})
    monkeypatch.setattr(unicode_14, "_bounds", lambda: bounds)
    assert (upper("éaß"), swapcase("éaB")) == ("éASS", "éAb")
    assert (pascal_case("été"), upper_snake("étéAb")) == ("été", "éTéAB")
