"""Restrictions by the Capabilities vocabulary: what restricts, what is one restriction, what was never allowed."""

from __future__ import annotations

import pytest

from csdlgen.drift import capabilities, compare
from csdlgen.drift.change import every_change
from tests.support.csdl import read
from tests.support.schemas import CAPABILITIES, container, entity, entity_set, nav, note, prop

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
PAIRS = {
    "SelectRestrictions/Selectable": "SelectSupport/Supported",
    "BatchSupported": "BatchSupport/Supported",
    "BatchContinueOnErrorSupported": "BatchSupport/ContinueOnErrorSupported",
}


def said(path: str, text: str) -> str:
    """An annotation with one boolean at a path of a term and properties of records."""
    term, *names = path.split("/")
    if not names:
        return note(term, f' Bool="{text}"', vocabulary=CAPABILITIES)
    inner = f'<PropertyValue Property="{names[-1]}" Bool="{text}"/>'
    for name in reversed(names[:-1]):
        inner = f'<PropertyValue Property="{name}"><Record>{inner}</Record></PropertyValue>'
    return note(term, "", f"<Record>{inner}</Record>", CAPABILITIES)


def kinds(old: str, new: str) -> set[str]:
    models = (read(container(entity_set(content=each))) for each in (old, new))
    return {each.rule for each in every_change(compare(*models))}


def test_these_are_the_pairs() -> None:
    assert capabilities.SAME == PAIRS


@pytest.mark.parametrize("deprecated", PAIRS)
@pytest.mark.parametrize("text", ["true", "false"])
def test_two_spellings_are_one_restriction(deprecated: str, text: str) -> None:
    one, other = said(deprecated, text), said(PAIRS[deprecated], text)
    for old, new in ((one, other), (other, one), (one, one + other), (one + other, other), (one + other, one)):
        assert kinds(old, new) <= {"annotation-changed"}


@pytest.mark.parametrize("deprecated", PAIRS)
def test_a_pair_restricts_and_relaxes_whatever_the_spelling(deprecated: str) -> None:
    for old, new in ((deprecated, PAIRS[deprecated]), (PAIRS[deprecated], deprecated)):
        assert any(kind.endswith("-capability-restricted") for kind in kinds(said(old, "true"), said(new, "false")))
        assert "capability-relaxed" in kinds(said(old, "false"), said(new, "true"))


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        # What is false where it is left out says nothing new when it is stated, and takes something when it was true.
        ("UpdateRestrictions/Upsertable", "false", "annotation-changed"),
        ("SelectSupport/Expandable", "false", "annotation-changed"),
        ("UpdateRestrictions/Updatable", "false", "write-capability-restricted"),
        ("UpdateRestrictions/FilterSegmentSupported", "false", "write-capability-restricted"),
        ("ReadRestrictions/Readable", "false", "read-capability-restricted"),
        ("ReadRestrictions/ReadByKeyRestrictions/Readable", "false", "read-capability-restricted"),
        ("TopSupported", "false", "read-capability-restricted"),
        ("FilterRestrictions/RequiresFilter", "true", "required-filter-added"),
        ("FilterRestrictions/RequiresFilter", "false", "annotation-changed"),
        ("ChangeTracking/Supported", "false", "read-capability-restricted"),
    ],
)
def test_what_a_new_annotation_means(path: str, text: str, kind: str) -> None:
    assert kinds("", said(path, text)) == {kind}


def test_a_grant_that_is_gone_restricts() -> None:
    granted = said("UpdateRestrictions/Upsertable", "true")
    assert kinds(granted, "") == kinds(granted, said("UpdateRestrictions/Upsertable", "false"))
    assert kinds(granted, "") == {"write-capability-restricted"}
    assert kinds("", granted) == {"capability-relaxed"}


def test_levels_are_compared() -> None:
    def levels(number: int) -> str:
        value = f'<PropertyValue Property="MaxLevels" Int="{number}"/>'
        return note("ExpandRestrictions", "", f"<Record>{value}</Record>", CAPABILITIES)

    assert kinds(levels(3), levels(2)) == {"read-capability-restricted"}
    assert kinds(levels(2), levels(3)) == {"capability-relaxed"}
    assert kinds("", levels(-1)) == {"annotation-changed"}
    assert kinds("", levels(2)) == {"read-capability-restricted"}


# --- lists of what is supported, and of what is not -------------------------------------------------------------------


def listed(term: str, *items: str) -> str:
    texts = "".join(f"<String>{each}</String>" for each in items)
    return note(term, "", f"<Collection>{texts}</Collection>", CAPABILITIES)


def member(term: str, name: str, type_: str, *names: str) -> str:
    """A property of the record of a term that is a combination of members of an enumeration."""
    text = " ".join(f"{CAPABILITIES}.{type_}/{each}" for each in names)
    return note(term, "", f'<Record><PropertyValue Property="{name}" EnumMember="{text}"/></Record>', CAPABILITIES)


def asked(expressions: str) -> str:
    of = '<PropertyValue Property="Property" PropertyPath="p"/>'
    record = f'<Record>{of}<PropertyValue Property="AllowedExpressions" String="{expressions}"/></Record>'
    value = f'<PropertyValue Property="FilterExpressionRestrictions"><Collection>{record}</Collection></PropertyValue>'
    return note("FilterRestrictions", "", f"<Record>{value}</Record>", CAPABILITIES)


def demanded(term: str, text: str) -> str:
    name = '<PropertyValue Property="Name" String="X"/>'
    record = f'<Record>{name}<PropertyValue Property="Required" Bool="{text}"/></Record>'
    return note(term, "", f"<Collection>{record}</Collection>", CAPABILITIES)


METHOD = ("UpdateRestrictions", "UpdateMethod", "HttpMethod")
SEARCH = ("SearchRestrictions", "UnsupportedExpressions", "SearchExpressions")
SUPPORTED = ("FilterFunctions", "SupportedFormats", "SupportedMetadataFormats", "AcceptableEncodings")


@pytest.mark.parametrize(
    ("more", "less", "axis"),
    [
        *((listed(term, "a", "b"), listed(term, "b"), "read") for term in SUPPORTED),
        (member(*METHOD, "PATCH", "PUT"), member(*METHOD, "PUT"), "write"),
        (member(*METHOD, "PATCH"), member(*METHOD, "PUT"), "write"),
        ("", member(*METHOD, "PUT"), "write"),
        (member(*SEARCH, "NOT"), member(*SEARCH, "NOT", "phrase"), "read"),
        ("", member(*SEARCH, "NOT"), "read"),
        *(("", asked(each), "read") for each in ("SingleValue", "MultiRange", "SearchExpression")),
        (asked("MultiValue"), asked("SingleValue"), "read"),
        (asked("MultiRange"), asked("SingleRange"), "read"),
        *(("", demanded(term, "true"), "read") for term in ("CustomHeaders", "CustomQueryOptions")),
        (demanded("CustomHeaders", "false"), demanded("CustomHeaders", "true"), "read"),
    ],
)
def test_a_list_that_allows_less_restricts(more: str, less: str, axis: str) -> None:
    assert kinds(more, less) == {f"{axis}-capability-restricted"}
    assert kinds(less, more) <= {"capability-relaxed", f"{axis}-capability-restricted"}


@pytest.mark.parametrize("term", SUPPORTED)
def test_a_list_where_there_was_none_says_nothing_of_what_was_supported(term: str) -> None:
    for old, new in (("", listed(term, "a")), (listed(term, "a", "b"), listed(term, "b", "a"))):
        assert kinds(old, new) == kinds(new, old) == {"annotation-changed"}


@pytest.mark.parametrize(
    "nothing", [member(*METHOD, "PATCH"), asked("MultiRangeOrSearchExpression"), demanded("CustomHeaders", "false")]
)
def test_a_list_that_says_what_its_absence_says_changes_nothing(nothing: str) -> None:
    assert kinds("", nothing) == kinds(nothing, "") == {"annotation-changed"}


# --- what is new cannot be restricted ---------------------------------------------------------------------------------


def without(term: str, list_: str, *names: str) -> str:
    items = "".join(f"<PropertyPath>{name}</PropertyPath>" for name in names)
    value = f'<PropertyValue Property="{list_}"><Collection>{items}</Collection></PropertyValue>'
    return note(term, "", f"<Record>{value}</Record>", CAPABILITIES)


def about(name: str, inner: str) -> str:
    which = f'<PropertyValue Property="NavigationProperty" NavigationPropertyPath="{name}"/>'
    record = f"<Record>{which}{inner}</Record>"
    value = f'<PropertyValue Property="RestrictedProperties"><Collection>{record}</Collection></PropertyValue>'
    return note("NavigationRestrictions", "", f"<Record>{value}</Record>", CAPABILITIES)


def service(members: str, restrictions: str) -> str:
    sets = f'<EntityContainer Name="C">{entity_set(content=restrictions)}</EntityContainer>'
    return entity(prop() + nav() + members) + sets


NOT_INSERTABLE = (
    '<PropertyValue Property="InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/></Record>'
    "</PropertyValue>"
)
RESTRICTIONS = {
    "a list": (without("FilterRestrictions", "NonFilterableProperties", "p"), "read-capability-restricted", "p"),
    "a path": (without("SortRestrictions", "NonSortableProperties", "n/p"), "read-capability-restricted", "n/p"),
    "a record": (about("n", NOT_INSERTABLE), "write-capability-restricted", "n"),
    "one that must be there": (
        without("FilterRestrictions", "RequiredProperties", "p"), "required-filter-added", "p"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", RESTRICTIONS)
def test_only_what_was_there_before_can_be_restricted(what: str) -> None:
    restriction, kind, path = RESTRICTIONS[what]
    later = path.rpartition("/")[2]
    renamed = restriction.replace(f">{path}<", ">later<").replace(f'"{path}"', '"later"')
    new = prop(name="later") if later == "p" else nav(name="later")
    assert found(service("", ""), service("", restriction)) == {kind}
    assert kind not in found(service("", ""), service(new, renamed))
    assert found(service(new, ""), service(new, renamed)) == {kind}


def found(old: str, new: str) -> set[str]:
    return {each.rule for each in every_change(compare(read(old), read(new)))}
