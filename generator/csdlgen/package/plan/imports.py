"""The imports of a generated module, gathered while its contents are planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from csdlgen.package.code import Code, bracketed, compose, dotted, identifier, imported, join, literal, lone, plain
from csdlgen.package.plan.type_modules import Home, relative
from csdlgen.python_names import free, pascal_case, settle

# What generated modules import of the runtime: name → module.
OF_RUNTIME = {
    "Builder": "builders", "S": "builders", "listing": "builders", "verb": "builders",
    "Creatable": "entities", "Deletable": "entities", "Listable": "entities", "Readable": "entities",
    "Replaceable": "entities", "Updatable": "entities",
    "CountBuilder": "resources", "Countable": "resources", "DeletableStream": "resources", "Linked": "resources",
    "LinkedCollection": "resources", "MediaStream": "resources",
    "ComplexPropertyBuilder": "property_builders", "PrimitivePropertyBuilder": "property_builders",
    "PropertyItemsBuilder": "property_builders", "ReadOnlyComplexBuilder": "property_builders",
    "ReadOnlyItemsBuilder": "property_builders", "ReadOnlyPrimitiveBuilder": "property_builders",
    "Conditions": "options", "Options": "options", "PageOptions": "options", "Request": "requests",
    "deprecated": "discovery", "Page": "collection_views",
    "Expanding": "queries", "Filtering": "queries", "Ordering": "queries", "Params": "queries", "Selecting": "queries",
    "Computing": "queries", "query": "queries",
    "parameters": "bodies",
    "call": "literals", "named_predicate": "literals", "predicate": "literals", "segment": "literals",
}  # fmt: skip
OF_MODELS = {
    "FlagsEnum": "enums", "Choice": "models", "Model": "models", "Prop": "models", "prop": "models",
}  # fmt: skip
FIXED = frozenset((
    *OF_RUNTIME, *OF_MODELS, "Any", "Decimal", "Literal", "MutableSequence", "Sequence", "Set", "TYPE_CHECKING", "UUID",
    "Unpack", "date", "datetime", "time", "timedelta",
))  # fmt: skip
"""What modules import from outside of the package's own classes."""
# Up to this length a `Literal` stands in the annotation itself.
_SHORT_CHOICE = 40
_PAGE = Home(("_runtime",), OF_RUNTIME["Page"], "Page")


def aliases(classes: Iterable[tuple[Home, str]]) -> dict[tuple[Home, str], str]:
    """What classes are imported as whose name is that of another class as well: those of subpackages begin with the
    name of the subpackage. Of several in one package the one that is named after its type has the plain name."""
    known = sorted(set(classes), key=lambda each: (each[1] != f"{each[0].cls}Builder", each[0].parts, each[1]))
    counts = Counter(name for _, name in known)
    shared = [each for each in known if counts[each[1]] > 1]
    wanted = {(home, name): f"{in_package(home)}{name}" for home, name in shared}
    return settle(wanted, counts.keys() - {name for _, name in shared}, rank=shared.index)


def in_package(home: Home) -> str:
    """The subpackage of a class as the beginning of a name; empty outside of subpackages."""
    return "".join(map(pascal_case, home.package[1:]))


@dataclass(slots=True)
class Needs:
    """What the module `own` (its parts from the root of the package) needs from elsewhere.

    `defined` are the names of its classes and their attributes, which annotations would find first: what the runtime
    and the standard library call so is imported under a private name. A class of the package that is called like
    anything of these is so too, in every module. `aliases` has the name that a class is imported under where several
    modules have a class of its name. So it does not matter which of them is needed first.
    """

    own: tuple[str, ...]
    defined: frozenset[str]
    aliases: Mapping[tuple[Home, str], str] = field(default_factory=dict)
    names_deprecated: bool = False
    _taken: set[str] = field(default_factory=set)
    _standard: dict[str, dict[str, str]] = field(default_factory=dict)
    _annotated: dict[tuple[Home, str], str] = field(default_factory=dict)
    _eager: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    _choices: dict[str, tuple[str | int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._taken |= {*self.defined, *FIXED}

    def _private(self, name: str) -> str:
        return f"_{name}" if name in self.defined else name

    def typing(self, module: str, name: str) -> Code:
        """A name of a standard module that only annotations use."""
        chosen = self._standard.setdefault(module, {})[name] = self._private(name)
        return identifier(chosen)

    def choice(self, values: tuple[str | int, ...], hint: str) -> Code:
        """A `Literal` of values; a long one has a name of its own, which is made from `hint`."""
        items = [literal(each) for each in values]
        written = compose("{}[{}]", self.typing("typing", "Literal"), join(", ", items))
        if len(written.text) <= _SHORT_CHOICE:
            return written
        name = next((name for name, known in self._choices.items() if known == values), "")
        if not name:
            name = free(f"_{hint}_values", self._choices)
            self._choices[name] = values
        return identifier(name)

    def deprecation(self, says: str, *, indent: int) -> Code:
        """The decorator that marks what there is something to say of as deprecated; empty where there is not."""
        if not says:
            return Code("")
        text = literal(" ".join(plain(says).split()))
        return lone(compose("@{}(", self.runtime("deprecated")), text, Code(")"), indent=indent)

    def page(self) -> Code:
        """The runtime's `Page`, which only annotations use."""
        chosen = self._annotated[_PAGE, _PAGE.cls] = self._private(_PAGE.cls)
        return identifier(chosen)

    def annotated(self, home: Home, name: str) -> Code:
        """A class of the package that only annotations use; aliased where its name is taken."""
        if home.parts == self.own:
            return identifier(name)
        if (home, name) not in self._annotated:
            eager = self._eager.get(home.parts, {})
            self._annotated[home, name] = eager.get(name) or self._free(home, name)
        return identifier(self._annotated[home, name])

    def runtime(self, name: str) -> Code:
        """A name of the runtime, imported with the module."""
        home = OF_RUNTIME.get(name) or OF_MODELS[name]
        chosen = self._eager.setdefault(("_runtime", home), {})[name] = self._private(name)
        return identifier(chosen)

    def base(self, home: Home, name: str) -> Code:
        """A base class, imported with the module; aliased where its name is taken."""
        chosen = self._eager.setdefault(home.parts, {})
        if name not in chosen:
            chosen[name] = self._annotated.get((home, name)) or self._free(home, name)
        return identifier(chosen[name])

    def _free(self, home: Home, name: str) -> str:
        wanted = self.aliases.get((home, name), name)
        if wanted in self._taken:
            wanted = f"{in_package(home) or '_'}{name}"
        chosen = free(wanted, self._taken)
        self._taken.add(chosen)
        return chosen

    def local(self, home: Home, name: str) -> Code:
        """The import statement of a class within a method, under the name that annotations use for it; empty for a
        class of this module."""
        if home.parts == self.own:
            return Code("")
        alias = self._annotated[home, name]
        return imported(dotted(relative(self.own[:-1], home.parts)), [_aliased(name, alias)], indent=2)

    def eager_imports(self) -> tuple[Code, ...]:
        """The statements at the head of the module, ordered by module."""
        lines = {relative(self.own[:-1], parts): each for parts, each in self._eager.items()}
        return tuple(_statements(lines, indent=0))

    def typing_imports(self) -> tuple[Code, ...]:
        """The statements under `if TYPE_CHECKING`, standard modules first."""
        own: dict[str, dict[str, str]] = {}
        for (home, name), alias in self._annotated.items():
            if alias not in self._eager.get(home.parts, {}).values():
                own.setdefault(relative(self.own[:-1], home.parts), {})[name] = alias
        choices = [
            bracketed(
                compose("{} = {}[", identifier(name), self.typing("typing", "Literal")), values, Code("]"), indent=1
            )
            for name, values in ((name, [literal(each) for each in known]) for name, known in self._choices.items())
        ]
        return (*_statements(self._standard, indent=1), *_statements(own, indent=1), *choices)


def _statements(lines: dict[str, dict[str, str]], *, indent: int) -> Iterator[Code]:
    for module in sorted(lines, key=lambda each: (len(each.lstrip(".")) - len(each), each)):
        names = [_aliased(name, alias) for name, alias in sorted(lines[module].items(), key=_case_order)]
        yield imported(dotted(module), names, indent=indent)


def _case_order(item: Iterable[str]) -> tuple[int, str]:
    """Constants, classes, then functions, as import sorters have it."""
    name = next(iter(item))
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name


def _aliased(name: str, alias: str) -> Code:
    if name == alias:
        return identifier(name)
    return compose("{} as {}", identifier(name), identifier(alias))
