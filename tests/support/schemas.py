"""Elements of CSDL XML as texts, made from what a test says of them: what stands in `<Schema Namespace="ns">`."""

from __future__ import annotations

CORE = "Org.OData.Core.V1"
CAPABILITIES = "Org.OData.Capabilities.V1"


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
    made = (LIST.format("Key", "".join(_KEY_PARTS[part] for part in each.split())) for each in alternate)
    records = "".join(f"<Record>{each}</Record>" for each in made)
    return note("AlternateKeys", "", f"<Collection>{records}</Collection>", vocabulary)


def container(content: str) -> str:
    return f'{entity(prop() + prop(name="q") + nav())}{derived()}<EntityContainer Name="C">{content}</EntityContainer>'


def entity_set(name: str = "Ts", content: str = "", type_: str = "ns.T", more: str = "") -> str:
    return f'<EntitySet Name="{name}" EntityType="{type_}"{more}>{content}</EntitySet>'


LIST = '<PropertyValue Property="{}"><Collection>{}</Collection></PropertyValue>'
_KEY_PARTS = {
    name: f'<Record><PropertyValue Property="Name" PropertyPath="{name}"/>'
    f'<PropertyValue Property="Alias" String="{name}"/></Record>'
    for name in ("p", "q")
}
