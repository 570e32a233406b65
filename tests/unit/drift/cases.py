"""What a person changes in a document, and the kinds of change it is: from the old text to the new one, and back.

Texts are what stands in `<Schema Namespace="ns">`.
"""

from __future__ import annotations

from typing import NamedTuple

CORE = "Org.OData.Core.V1"
CAPABILITIES = "Org.OData.Capabilities.V1"


class Case(NamedTuple):
    """Kinds are parted by blanks, sorted, children among them."""

    old: str
    new: str
    forth: str
    back: str


def entity(content: str = "", **attributes: str) -> str:
    """An entity type called T with a key."""
    said = "".join(f' {name}="{value}"' for name, value in {"Name": "T", **attributes}.items())
    key = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>'
    return f"<EntityType{said}>{key}{content}</EntityType>"


def derived(content: str = "", base: str = "ns.T", name: str = "D") -> str:
    base_type = f' BaseType="{base}"' if base else ""
    return f'<EntityType Name="{name}"{base_type}>{content}</EntityType>'


def prop(type_: str = "Edm.String", name: str = "p", content: str = "", **attributes: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<Property Name="{name}" Type="{type_}"{said}>{content}</Property>'


def nav(type_: str = "ns.T", name: str = "n", content: str = "", **attributes: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<NavigationProperty Name="{name}" Type="{type_}"{said}>{content}</NavigationProperty>'


def enum(members: str, **attributes: str) -> str:
    """Members as `a=0 b=1`."""
    said = "".join(f' {key}="{value}"' for key, value in {"Name": "E", **attributes}.items())
    made = (each.split("=") for each in members.split())
    return f'<EnumType{said}>{"".join(f"<Member Name={n!r} Value={v!r}/>" for n, v in made)}</EnumType>'


def action(
    parameters: str = "it:ns.T", *, kind: str = "Action", bound: str = "true", more: str = "", **said: str
) -> str:
    """Parameters as `it:ns.T a:Edm.String! b:Edm.Int32?`: not null with `!`, optional with `?`."""
    given = "".join(_parameter(*each.split(":")) for each in parameters.split())
    attributes = "".join(f' {key}="{value}"' for key, value in {"Name": "f", "IsBound": bound, **said}.items())
    return f"<{kind}{attributes}>{given}{more}</{kind}>"


def _parameter(name: str, type_: str) -> str:
    optional = f'<Annotation Term="{CORE}.OptionalParameter"/>' if type_.endswith("?") else ""
    nullable = ' Nullable="false"' if type_.endswith("!") else ""
    return f'<Parameter Name="{name}" Type="{type_.rstrip("!?")}"{nullable}>{optional}</Parameter>'


def function(parameters: str = "it:ns.T", more: str = '<ReturnType Type="Edm.String"/>', **said: str) -> str:
    return action(parameters, kind="Function", more=more, **said)


def note(term: str, value: str = "", content: str = "", vocabulary: str = CORE) -> str:
    return f'<Annotation Term="{vocabulary}.{term}"{value}>{content}</Annotation>'


def record(term: str, content: str, vocabulary: str = CAPABILITIES) -> str:
    return note(term, "", f"<Record>{content}</Record>", vocabulary)


def value(name: str, text: str) -> str:
    return f'<PropertyValue Property="{name}" Bool="{text}"/>'


def revisions(date: str = "") -> str:
    removal = f'<PropertyValue Property="RemovalDate" Date="{date}"/>' if date else ""
    kind = f'<PropertyValue Property="Kind" EnumMember="{CORE}.RevisionKind/Deprecated"/>'
    return note("Revisions", "", f"<Collection><Record>{kind}{removal}</Record></Collection>")


def keys(*alternate: str, vocabulary: str = CORE) -> str:
    """Alternate keys, each of the properties that are named."""
    made = (_LIST.format("Key", "".join(_KEY_PARTS[part] for part in each.split())) for each in alternate)
    records = "".join(f"<Record>{each}</Record>" for each in made)
    return note("AlternateKeys", "", f"<Collection>{records}</Collection>", vocabulary)


def container(content: str) -> str:
    return f'{entity(prop() + prop(name="q") + nav())}{derived()}<EntityContainer Name="C">{content}</EntityContainer>'


def entity_set(name: str = "Ts", content: str = "", type_: str = "ns.T", more: str = "") -> str:
    return f'<EntitySet Name="{name}" EntityType="{type_}"{more}>{content}</EntitySet>'


def of_type(old: str, new: str, forth: str, back: str, around: str = "") -> Case:
    """A property of two types."""
    return Case(entity(prop(old)) + around, entity(prop(new)) + around, forth, back)


def facet(name: str, old: str, new: str, type_: str, kind: str) -> Case:
    before, after = (entity(prop(type_, **({name: each} if each else {}))) for each in (old, new))
    return Case(before, after, f"{kind}-increased", f"{kind}-decreased")


def inside(old: str, new: str, forth: str, back: str) -> Case:
    return Case(entity(old), entity(new), forth, back)


def bound(old: str, new: str, forth: str, back: str) -> Case:
    around = entity() + derived()
    return Case(around + old, around + new, forth, back)


def held(old: str, new: str, forth: str, back: str) -> Case:
    return Case(container(old), container(new), forth, back)


def noted(old: str, new: str, forth: str, back: str) -> Case:
    """Annotations of an entity set."""
    return held(entity_set(content=old), entity_set(content=new), forth, back)


def same(old: str, new: str, kind: str) -> Case:
    return Case(old, new, kind, kind)


_SINGLETON = '<Singleton Name="One" Type="{}"/>'
_IMPORT = '<ActionImport Name="I" Action="ns.{}"/>'
_F = action("", bound="false") + action("", bound="false", Name="g")
_BINDING = '<NavigationPropertyBinding Path="n" Target="{}"/>'
_LIST = '<PropertyValue Property="{}"><Collection>{}</Collection></PropertyValue>'
_P, _Q = "<PropertyPath>p</PropertyPath>", "<PropertyPath>q</PropertyPath>"
_KEY_PARTS = {
    name: f'<Record><PropertyValue Property="Name" PropertyPath="{name}"/>'
    f'<PropertyValue Property="Alias" String="{name}"/></Record>'
    for name in ("p", "q")
}
_COMMUNITY = "OData.Community.Keys.V1"
_DEFINITION = '<TypeDefinition Name="N" UnderlyingType="Edm.{}"/>'
_READ, _WRITE, _WRITE_ONLY = (f' EnumMember="{CORE}.Permission/{each}"' for each in ("Read", "ReadWrite", "Write"))
_ALONG = '<Annotations Target="{}">' + record("InsertRestrictions", value("Insertable", "false")) + "</Annotations>"
_TERM = '<Term Name="W" Type="Edm.{}"/>'
_COMPLEX = '<ComplexType Name="K">{}</ComplexType>'
_SENTINEL = "unknownFutureValue"
_CONSTRAINT = '<ReferentialConstraint Property="id" ReferencedProperty="{}"/>'

CASES: dict[str, Case] = {
    # types
    "entity type": Case("", entity(), "entity-type-added", "entity-type-removed"),
    "derived type": Case(entity(nav()), entity(nav()) + derived(), "derived-type-added", "derived-type-removed"),
    "complex type": Case("", _COMPLEX.format(""), "complex-type-added", "complex-type-removed"),
    "enum type": Case("", enum("a=0"), "enum-type-added", "enum-type-removed"),
    "type definition": Case("", _DEFINITION.format("String"), "type-definition-added", "type-definition-removed"),
    "type definition of another type, with its facets": same(
        _DEFINITION.format("TimeOfDay"), _DEFINITION.format('Decimal" Precision="0'), "type-definition-changed"
    ),
    "type definition of wider": Case(
        _DEFINITION.format("Int16"), _DEFINITION.format("Int32"), "property-type-widened", "property-type-narrowed"
    ),
    "type definition for the same type": same(
        entity(prop("Edm.Guid")) + _DEFINITION.format("Guid"), entity(prop("ns.N")) + _DEFINITION.format("Guid"),
        "type-restated",
    ),
    "type definition with less room": Case(
        entity(prop(MaxLength="9")) + _DEFINITION.format('String" MaxLength="8'),
        entity(prop("ns.N")) + _DEFINITION.format('String" MaxLength="8'),
        "max-length-decreased type-restated", "max-length-increased type-restated",
    ),
    "type definition of": same(_DEFINITION.format("String"), _DEFINITION.format("Guid"), "type-definition-changed"),
    "term": Case("", _TERM.format("String"), "term-added", "term-removed"),
    "term of": same(_TERM.format("String"), _TERM.format("Guid"), "term-changed"),
    "kind of type": same(_COMPLEX.format(prop()), derived(prop(), "", "K"), "type-kind-changed"),
    "type, recased": same(entity(), entity(Name="t"), "type-casing-changed"),
    "enum type, recased": same(enum("a=0"), enum("a=0", Name="e"), "enum-type-casing-changed"),
    "base type": Case(
        entity() + derived(base=""), entity() + derived(),
        "base-type-added key-added property-added-nullable", "base-type-removed key-removed property-removed",
    ),
    "another base type": same(
        derived(base="", name="A") + derived(base="", name="B") + derived(base="ns.A"),
        derived(base="", name="A") + derived(base="", name="B") + derived(base="ns.B"),
        "base-type-changed",
    ),
    "abstract": Case(entity(), entity(Abstract="true"), "abstract-added", "abstract-removed"),
    "open": Case(entity(), entity(OpenType="true"), "open-type-added", "open-type-removed"),
    "stream": Case(entity(), entity(HasStream="true"), "has-stream-added", "has-stream-removed"),
    "key": same(entity(prop()), entity(prop()).replace('Ref Name="id"', 'Ref Name="p"'), "key-changed"),
    "moved key": Case(
        entity() + derived("", "ns.T"),
        '<EntityType Name="T"><Property Name="id" Type="Edm.String"/></EntityType>'
        + derived('<Key><PropertyRef Name="id"/></Key>', "ns.T"),
        "key-moved-in-hierarchy key-removed", "key-added key-moved-in-hierarchy",
    ),
    # properties
    "property": inside("", prop(), "property-added-nullable", "property-removed"),
    "default": inside("", prop(DefaultValue="x"), "property-added-with-default", "property-removed"),
    "new items": inside(
        "", prop("Collection(Edm.String)", Nullable="false"), "property-added-collection", "property-removed"
    ),
    "not null": inside("", prop(Nullable="false"), "property-added-non-nullable", "property-removed"),
    "computed": inside("", prop(content=note("Computed")), "property-added-computed", "property-removed"),
    "property, recased": same(entity(prop()), entity(prop(name="P")), "property-casing-changed"),
    "type": of_type("Edm.String", "Edm.Guid", "property-type-changed", "property-type-changed"),
    "wider": of_type("Edm.Int32", "Edm.Int64", "property-type-widened", "property-type-narrowed"),
    "to base": of_type(
        "ns.L", "ns.K", "property-type-to-base", "property-type-to-derived",
        _COMPLEX.format("") + '<ComplexType Name="L" BaseType="ns.K"/>',
    ),
    "free": of_type("ns.E", "Edm.String", "property-enum-to-string", "property-string-to-enum", enum("a=0")),
    "many": of_type(
        "Edm.String", "Collection(Edm.String)", "property-became-collection", "property-became-single"
    ),
    "null": inside(prop(Nullable="false"), prop(), "property-became-nullable", "property-became-non-nullable"),
    "null items": inside(
        prop("Collection(Edm.String)", Nullable="false"), prop("Collection(Edm.String)"),
        "items-became-nullable", "items-became-non-nullable",
    ),
    "null, now items": inside(
        prop(), prop("Collection(Edm.String)", Nullable="false"), "property-became-collection", "property-became-single"
    ),
    "length": facet("MaxLength", "9", "10", "Edm.String", "max-length"),
    "endless": facet("MaxLength", "9", "", "Edm.String", "max-length"),
    "precision": facet("Precision", "", "7", "Edm.DateTimeOffset", "precision"),
    "precision of a decimal": facet("Precision", "7", "", "Edm.Decimal", "precision"),
    "scale": facet("Scale", "4", "variable", "Edm.Decimal", "scale"),
    "unicode": same(entity(prop()), entity(prop(Unicode="false")), "unicode-changed"),
    "srid": same(entity(prop("Edm.Geography")), entity(prop("Edm.Geography", SRID="1")), "srid-changed"),
    "default added": inside(prop(), prop(DefaultValue="x"), "default-value-added", "default-value-removed"),
    "another default": same(entity(prop(DefaultValue="x")), entity(prop(DefaultValue="y")), "default-value-changed"),
    "to navigation": inside(prop(), nav(name="p"), "property-became-navigation", "navigation-became-property"),
    "to base type": Case(
        entity() + derived(prop()), entity(prop()) + derived(),
        "property-added-nullable property-moved-to-base", "property-moved-from-base property-removed",
    ),
    "declared again": Case(
        entity(prop()) + derived(), entity(prop()) + derived(prop("Edm.Guid")),
        "property-moved-from-base property-type-changed", "property-moved-to-base property-type-changed",
    ),
    "read-only": inside(
        prop(), prop(content=note("Permissions", f' EnumMember="{CORE}.Permission/Read"')),
        "property-became-computed", "property-no-longer-computed",
    ),
    "immutable": inside(
        prop(), prop(content=note("Immutable")), "property-became-immutable", "property-no-longer-immutable"
    ),
    # navigation properties
    "navigation": inside("", nav(), "navigation-added", "navigation-removed"),
    "required": inside("", nav(Nullable="false"), "navigation-added-required", "navigation-removed"),
    "navigation, recased": same(entity(nav()), entity(nav(name="N")), "navigation-casing-changed"),
    "target": Case(
        entity(nav()) + derived(base="", name="B"), entity(nav("ns.B")) + derived(base="", name="B"),
        "navigation-target-changed", "navigation-target-changed",
    ),
    "narrowed": Case(
        entity(nav()) + derived(), entity(nav("ns.D")) + derived(),
        "navigation-target-narrowed", "navigation-target-widened",
    ),
    "many targets": inside(
        nav(), nav("Collection(ns.T)"), "navigation-became-collection", "navigation-became-single"
    ),
    "no target": inside(
        nav(Nullable="false"), nav(), "navigation-became-nullable", "navigation-became-non-nullable"
    ),
    "containment": inside(
        nav(), nav(ContainsTarget="true"), "navigation-containment-added", "navigation-containment-removed"
    ),
    "partner": same(entity(nav()), entity(nav(Partner="n")), "navigation-partner-changed"),
    "constraint": same(entity(nav()), entity(nav(content=_CONSTRAINT.format("id"))), "referential-constraint-changed"),
    "on delete": same(entity(nav()), entity(nav(content='<OnDelete Action="None"/>')), "on-delete-changed"),
    # enumerations
    "after sentinel": Case(
        enum(f"a=0 {_SENTINEL}=1"), enum(f"a=0 {_SENTINEL}=1 b=2"),
        "enum-member-added-after-sentinel", "enum-member-removed",
    ),
    "before sentinel": Case(
        enum(f"a=0 {_SENTINEL}=2"), enum(f"a=0 b=1 {_SENTINEL}=2"),
        "enum-member-added-before-sentinel", "enum-member-removed",
    ),
    "closed": Case(enum("a=0"), enum("a=0 b=1"), "enum-member-added-closed", "enum-member-removed"),
    "member renamed": same(enum("a=0"), enum("b=0"), "enum-member-renamed"),
    "member, recased": same(enum("a=0"), enum("A=0"), "enum-member-casing-changed"),
    "member value": same(enum("a=0"), enum("a=1"), "enum-member-value-changed"),
    "sentinel": Case(enum("a=0"), enum(f"a=0 {_SENTINEL}=0"), "enum-sentinel-added", "enum-sentinel-removed"),
    "sentinel moved": same(enum(f"a=0 {_SENTINEL}=1"), enum(f"a=0 {_SENTINEL}=5"), "enum-sentinel-moved"),
    "flags": same(enum("a=1"), enum("a=1", IsFlags="true"), "enum-is-flags-changed"),
    "underlying": same(enum("a=1"), enum("a=1", UnderlyingType="Edm.Byte"), "enum-underlying-type-changed"),
    # operations
    "action": bound("", action(), "action-added", "action-removed"),
    "function": bound("", function(), "function-added", "function-removed"),
    "overload": bound(action(), action() + action("it:Collection(ns.T)"), "overload-added", "overload-removed"),
    "kind of operation": bound(action(), function(more=""), "operation-kind-changed", "operation-kind-changed"),
    "bound": bound(action("", bound="false"), action(), "operation-bound-changed", "operation-bound-changed"),
    "bound to": bound(action(), action("it:ns.D"), "binding-type-changed", "binding-type-changed"),
    "bound to many": bound(
        action(), action("it:Collection(ns.T)"), "binding-collection-flipped", "binding-collection-flipped"
    ),
    "binding parameter": bound(
        function(), function("that:ns.T"), "binding-parameter-renamed", "binding-parameter-renamed"
    ),
    "optional": bound(
        function(), function("it:ns.T a:Edm.String?"), "parameter-added-optional", "parameter-removed"
    ),
    "nullable parameter": bound(
        action(), action("it:ns.T a:Edm.String"), "action-parameter-added-nullable", "parameter-removed"
    ),
    "parameter with items": bound(
        action(), action("it:ns.T a:Collection(Edm.String)!"), "action-parameter-added-collection", "parameter-removed"
    ),
    "null resource": bound(
        action(), action("it:ns.T!"), "binding-parameter-changed", "binding-parameter-changed"
    ),
    "wider parameter": bound(
        action("it:ns.T a:Edm.Int16"), action("it:ns.T a:Edm.Int32"),
        "parameter-type-widened", "parameter-type-narrowed",
    ),
    "parameter of a base type": bound(
        action("it:ns.T a:ns.D"), action("it:ns.T a:ns.T"), "parameter-type-widened", "parameter-type-narrowed"
    ),
    "wider result": bound(
        function(more='<ReturnType Type="Edm.Int16"/>'), function(more='<ReturnType Type="Edm.Int32"/>'),
        "return-type-widened", "return-type-narrowed",
    ),
    "required parameter": bound(
        action(), action("it:ns.T a:Edm.String!"), "parameter-added-required", "parameter-removed"
    ),
    "function parameter": bound(
        function(), function("it:ns.T a:Edm.String"), "function-parameter-added", "parameter-removed"
    ),
    "the likeliest overloads": bound(
        function("it:ns.T a:Edm.Guid b:Edm.Guid") + function("it:ns.T c:Edm.Guid d:Edm.Guid"),
        function("it:ns.T d:Edm.Guid c:Edm.Guid y:Edm.Guid") + function("it:ns.T a:Edm.Guid b:Edm.Guid x:Edm.Guid"),
        "function-parameter-added function-parameter-added parameters-reordered",
        "parameter-removed parameter-removed parameters-reordered",
    ),
    "parameter renamed": bound(
        function("it:ns.T a:Edm.String"), function("it:ns.T b:Edm.String"), "parameter-renamed", "parameter-renamed"
    ),
    "parameter type": bound(
        action("it:ns.T a:Edm.String"), action("it:ns.T a:Edm.Guid"), "parameter-type-changed", "parameter-type-changed"
    ),
    "parameter, recased": bound(
        action("it:ns.T a:Edm.String"), action("it:ns.T A:Edm.String"),
        "parameter-casing-changed", "parameter-casing-changed",
    ),
    "order": bound(
        action("it:ns.T a:Edm.Guid b:Edm.Date"), action("it:ns.T b:Edm.Date a:Edm.Guid"),
        "parameters-reordered", "parameters-reordered",
    ),
    "order and more": bound(
        action("it:ns.T a:Edm.Guid b:Edm.Date"), action("it:ns.T b:Edm.Date c:Edm.Byte a:Edm.Guid"),
        "action-parameter-added-nullable parameters-reordered", "parameter-removed parameters-reordered",
    ),
    "null parameter": bound(
        action("it:ns.T a:Edm.String!"), action("it:ns.T a:Edm.String"),
        "parameter-became-nullable", "parameter-became-non-nullable",
    ),
    "optional now": bound(
        action("it:ns.T a:Edm.String"), action("it:ns.T a:Edm.String?"),
        "parameter-became-optional", "parameter-became-required",
    ),
    "returned": bound(
        action(), action(more='<ReturnType Type="Edm.Guid"/>'), "return-type-added", "return-type-removed"
    ),
    "returned type": bound(
        function(), function(more='<ReturnType Type="Edm.Guid"/>'), "return-type-changed", "return-type-changed"
    ),
    "returned null": bound(
        function(more='<ReturnType Type="Edm.String" Nullable="false"/>'), function(),
        "return-became-nullable", "return-became-non-nullable",
    ),
    "composable": bound(function(), function(IsComposable="true"), "composable-added", "composable-removed"),
    "set path": bound(function(), function(EntitySetPath="it"), "entity-set-path-changed", "entity-set-path-changed"),
    "explicit": bound(
        action(more=note("RequiresExplicitBinding")), action(), "explicit-binding-added", "explicit-binding-removed"
    ),
    # container
    "container": Case(
        entity(), entity() + f'<EntityContainer Name="C">{entity_set()}</EntityContainer>',
        "container-added entity-set-added", "container-removed entity-set-removed",
    ),
    "container renamed": same(
        container(entity_set()), container(entity_set()).replace('Name="C"', 'Name="K"'), "container-changed"
    ),
    "set": held("", entity_set(), "entity-set-added", "entity-set-removed"),
    "singleton": held("", _SINGLETON.format("ns.T"), "singleton-added", "singleton-removed"),
    "import": Case(
        _F + container(""), _F + container(_IMPORT.format("f")), "import-added", "import-removed"
    ),
    "import of": same(
        _F + container(_IMPORT.format("f")), _F + container(_IMPORT.format("g")), "import-target-changed"
    ),
    "set, recased": same(container(entity_set()), container(entity_set("ts")), "entity-set-casing-changed"),
    "singleton, recased": same(
        container(_SINGLETON.format("ns.T")), container(_SINGLETON.format("ns.T").replace("One", "one")),
        "singleton-casing-changed",
    ),
    "set of": same(container(entity_set()), container(entity_set(type_="ns.D")), "entity-set-type-changed"),
    "singleton of": same(
        container(_SINGLETON.format("ns.T")), container(_SINGLETON.format("ns.D")), "singleton-type-changed"
    ),
    "singleton, null": held(
        _SINGLETON.format("ns.T"),
        _SINGLETON.format('ns.T" Nullable="true'),
        "singleton-became-nullable",
        "singleton-became-non-nullable",
    ),
    "set to singleton": held(
        entity_set("One"), _SINGLETON.format("ns.T"), "entity-set-became-singleton", "singleton-became-entity-set"
    ),
    "in service document": same(
        container(entity_set()), container(entity_set(more=' IncludeInServiceDocument="false"')),
        "service-document-changed",
    ),
    "binding": noted("", _BINDING.format("Ts"), "binding-added", "binding-removed"),
    "binding to": same(
        container(entity_set(content=_BINDING.format("Ts")) + entity_set("Us")),
        container(entity_set(content=_BINDING.format("Us")) + entity_set("Us")),
        "binding-target-changed",
    ),
    "binding with the container": Case(
        container(entity_set(content=_BINDING.format("Ts"))),
        container(entity_set(content=_BINDING.format("ns.C/Ts"))),
        "", "",
    ),
    "entity set of an import with the container": Case(
        container(entity_set() + _IMPORT.format("f").replace("/>", ' EntitySet="Ts"/>')) + _F,
        container(entity_set() + _IMPORT.format("f").replace("/>", ' EntitySet="ns.C/Ts"/>')) + _F,
        "", "",
    ),
    # annotations
    **{
        f"writing by {term}, {way}": Case(
            entity(prop(content=one)), entity(prop(content=other)), "annotation-changed annotation-changed",
            "annotation-changed annotation-changed",
        )
        for term, way, one, other in (
            ("two terms", "alike", note("Computed"), note("Permissions", _READ)),
            ("two terms", "not at all", note("Computed", ' Bool="false"'), note("Permissions", _WRITE)),
        )
    },
    "writing never more often": inside(
        prop(content=note("Computed")), prop(content=note("Computed") + note("Immutable")),
        "annotation-changed", "annotation-changed",
    ),
    "writing on creation, then never": inside(
        prop(content=note("Immutable")), prop(content=note("Computed")),
        "annotation-changed property-became-computed", "annotation-changed property-no-longer-computed",
    ),
    "writing once it is by another term": inside(
        prop(content=note("Immutable") + note("Permissions", _READ)), prop(content=note("Immutable")),
        "property-no-longer-computed", "property-became-computed",
    ),
    "reading of a property": inside(
        prop(), prop(content=note("Permissions", _WRITE_ONLY)), "read-capability-restricted", "capability-relaxed"
    ),
    "operations by name": noted(
        note("ExplicitOperationBindings", "", "<Collection><String>ns.a</String></Collection>"),
        note("ExplicitOperationBindings", "", "<Collection><String>ns.b</String></Collection>"),
        "explicit-binding-removed", "explicit-binding-removed",
    ),
    "writing along a path": Case(
        container(entity_set()), container(entity_set()) + _ALONG.format("ns.C/Ts/n"),
        "write-capability-restricted", "capability-relaxed",
    ),
    "writing along a path of a type": Case(
        container(entity_set()), container(entity_set()) + _ALONG.format("ns.T/n/n"),
        "write-capability-restricted", "capability-relaxed",
    ),
    "writing along a path that is new": Case(
        container(""), container(entity_set()) + _ALONG.format("ns.C/Ts/n"),
        "annotation-changed entity-set-added", "annotation-changed entity-set-removed",
    ),
    "reading": noted(
        record("FilterRestrictions", value("Filterable", "true")),
        record("FilterRestrictions", value("Filterable", "false")),
        "read-capability-restricted", "capability-relaxed",
    ),
    "reading some": noted(
        record("SortRestrictions", _LIST.format("NonSortableProperties", _P)),
        record("SortRestrictions", _LIST.format("NonSortableProperties", _Q)),
        "read-capability-restricted", "read-capability-restricted",
    ),
    "writing": noted(
        "", record("InsertRestrictions", value("Insertable", "false")),
        "write-capability-restricted", "capability-relaxed",
    ),
    "writing some": noted(
        record("UpdateRestrictions", _LIST.format("NonUpdatableProperties", _P)),
        record("UpdateRestrictions", _LIST.format("NonUpdatableProperties", _P + _Q)),
        "write-capability-restricted", "capability-relaxed",
    ),
    "filter": noted(
        "", record("FilterRestrictions", value("RequiresFilter", "true")),
        "required-filter-added", "required-filter-removed",
    ),
    "no restriction": noted(
        "", record("FilterRestrictions", value("Filterable", "true")), "annotation-changed", "annotation-changed"
    ),
    "concurrency": noted(
        "", note("OptimisticConcurrency", "", "<Collection/>"),
        "optimistic-concurrency-added", "optimistic-concurrency-removed",
    ),
    "deprecated": inside(
        prop(), prop(content=revisions("2026-01-01")), "deprecation-added", "deprecation-withdrawn"
    ),
    "sooner": inside(
        prop(content=revisions()), prop(content=revisions("2026-01-01")), "removal-date-earlier", "removal-date-later"
    ),
    "another key": inside("", keys("p"), "alternate-key-added", "alternate-key-removed"),
    "other keys": same(entity(keys("p")), entity(keys("q")), "alternate-key-removed"),
    "another key of the community": inside(
        "", keys("p", vocabulary=_COMMUNITY), "alternate-key-added", "alternate-key-removed"
    ),
    "a key by another term": same(
        entity(keys("p", vocabulary=_COMMUNITY)), entity(keys("p")), "annotation-changed annotation-changed"
    ),
    "a key in another order": same(entity(keys("p q")), entity(keys("q p")), "annotation-changed"),
    "a key by both terms": inside(
        keys("p"), keys("p") + keys("p", vocabulary=_COMMUNITY), "annotation-changed", "annotation-changed"
    ),
    "description": same(entity(note("Description", ' String="a"')), entity(), "description-changed"),
    "annotation": same(entity(note("Tag", "", "", "foreign")), entity(), "annotation-changed"),
}  # fmt: skip
