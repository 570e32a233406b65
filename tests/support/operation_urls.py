"""Hypothesis strategy for URLs that call operations: walks along what a model has at each place, in all spellings."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from hypothesis import strategies as st

from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import EntityType, NavigationProperty, Operation, QName, TypeRef
from csdlgen.edm.vocabularies import is_optional
from csdlgen.urls import UrlLookup
from csdlgen.urls.literals import write_bare, write_literal
from csdlgen.urls.segments import EnumValue, Raw, Value
from tests.unit.urls.addresses import values

AWKWARD = (
    "",
    ".",
    "..",
    "a/b",
    "o'neil",
    "$x",
    "(",
    "x)",
    "{id}",
    "null",
    "@p",
    "a,b=c",
    "ns.Robot",
    "find",
    "%41",
    "é",
    " ",
)


class UrlWalk:
    """A URL so far, and where it has led; `options` go to the query string."""

    def __init__(self, draw: st.DrawFn, service: UrlLookup) -> None:
        self.draw, self.service = draw, service
        self.text, self.options = "", dict[str, str]()
        self.type: TypeRef | None = None
        self.step: tuple[QName | None, str] = (None, "")

    def one(self, choices: object) -> object:
        return self.draw(st.sampled_from(choices))  # type: ignore[arg-type]

    def encoded(self, text: str) -> str:
        """A segment, encoded as far as it has to be, or wholly."""
        if not self.draw(st.integers(0, 5)):
            return "".join(f"%{byte:02X}" for byte in text.encode())
        return quote(text, safe="!$&'()*,;=:@")

    def add(self, text: str, to: TypeRef | None) -> None:
        self.text += "/" + self.encoded(text)
        self.type = to

    def value(self, name: QName) -> Value:
        drawn = values(self.service.model, name)
        if name.name == "String":
            drawn = st.sampled_from(AWKWARD) | st.text("ab-1", min_size=1, max_size=3)
        return self.draw(drawn) if drawn is not None else Raw("null")

    def literal(self, name: QName, *, bare: bool = False) -> str:
        """A value in one of its spellings, now and then of another type, or an alias."""
        if not self.draw(st.integers(0, 15)):
            return str(self.one(("null", "{some}", "@p", "'x'", "1", "x")))
        value = self.value(name)
        if isinstance(value, EnumValue) and self.draw(st.booleans()):
            return f"'{value.members}'" if not bare else write_literal(value)
        text = write_bare(value) if bare else write_literal(value)
        if not bare and not self.draw(st.integers(0, 5)):
            self.options["@q"] = text
            return "@q"
        return text

    # --- what comes next ---

    def root(self) -> None:
        name = str(self.one(sorted(self.service.roots)))
        found = self.service.roots[name]
        if hasattr(found, "operation"):
            self.call(name, self.service.unbound(found.operation))  # type: ignore[union-attr]
        else:
            self.step = (None, name)
            self.add(name, TypeRef(found.type, type(found).__name__ != "Singleton"))

    def nexts(self) -> list[Callable[[], None]]:
        assert self.type is not None
        name, many = self.type.name, self.type.collection
        service, found = self.service, list[Callable[[], None]]()
        for each in sorted((name, *service.descendants(name))):
            found.append(lambda each=each: self.add(self.spelled(each), TypeRef(each, many)))  # type: ignore[misc]
        operations = service.operations(name, many)
        for spelled, overloads in operations.items():
            found.append(lambda spelled=spelled, overloads=overloads: self.call(spelled, overloads))  # type: ignore[misc]
        if many:
            return [*found, *[self.key] * 8]
        for member in service.members(name).values():
            if isinstance(member, NavigationProperty) or service.model.structured(member.type.name):
                found += [lambda member=member: self.member(name, member)] * 2  # type: ignore[misc]
        return found

    def spelled(self, name: QName) -> str:
        return str(self.one([f"{each}.{name.name}" for each in self.service._prefixes[name.namespace]]))

    def member(self, owner: QName, member: NavigationProperty) -> None:
        self.step = (owner, member.name)
        self.add(member.name, TypeRef(member.type.name, member.type.collection))

    def key(self) -> None:
        assert self.type is not None
        if not isinstance(self.service.model.types.get(self.type.name), EntityType):
            return
        choice = self.service.choice(self.type.name, *self.step)
        parts: KeyParts = self.one([choice.primary, choice.short, choice.short, *choice.alternate])  # type: ignore[assignment]
        if self.draw(st.booleans()):
            for _, prop in choice.short:
                self.text += "/" + self.encoded(self.literal(prop.type.name, bare=True))
        else:
            literals = [(each, self.literal(prop.type.name)) for each, prop in parts]
            named = len(literals) > 1 or self.draw(st.booleans())
            inner = ",".join(f"{each}={text}" if named else text for each, text in literals)
            self.text += self.encoded(f"({inner})")
        self.type = TypeRef(self.type.name)

    def call(self, spelled: str, overloads: tuple[Operation, ...]) -> None:
        operation: Operation = self.one(overloads)  # type: ignore[assignment]
        given = [each for each in operation.nonbinding_parameters if not is_optional(each) or self.draw(st.booleans())]
        text = spelled
        if operation.kind == "function" and (given or self.draw(st.booleans())):
            parts = []
            for each in self.draw(st.permutations(given)):
                literal = self.literal(each.type.name)
                if self.draw(st.integers(0, 7)):
                    parts.append(f"{each.name}={literal}")
                else:
                    self.options[str(self.one((each.name, f"@{each.name}")))] = literal
            text += f"({','.join(parts)})"
        returns = operation.returns.type if operation.returns and operation.composable else None
        self.step = (None, "")
        self.add(text, returns if returns and self.draw(st.integers(0, 2)) else None)


@st.composite
def operation_urls(draw: st.DrawFn, service: UrlLookup) -> str:
    """A URL that most often calls an operation."""
    walk = UrlWalk(draw, service)
    walk.root()
    for _ in range(draw(st.integers(1, 9))):
        if walk.type is None:
            break
        nexts = walk.nexts()
        if not nexts:
            break
        walk.one(nexts)()  # type: ignore[operator]
    query = "&".join(f"{quote(name, safe='@$')}={quote(text, safe='')}" for name, text in walk.options.items())
    return walk.text + (f"?{query}" if query else "")
