"""The imports of a generated module, gathered while its contents are planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from csdlgen.package.code import Code, compose, dotted, identifier, imported
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
    "PropertyItemsBuilder": "property_builders",
    "Conditions": "options", "Options": "options", "Request": "requests", "Page": "collection_views",
    "Expanding": "queries", "Filtering": "queries", "Ordering": "queries", "Params": "queries", "Selecting": "queries",
    "Computing": "queries", "query": "queries",
    "parameters": "bodies",
    "call": "literals", "named_predicate": "literals", "predicate": "literals", "segment": "literals",
}  # fmt: skip
_OF_MODELS = {"Model": "models", "Prop": "models", "prop": "models"}
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

    `taken` are the names that it has already. `aliases` has the name that a class is imported under where several
    modules have a class of its name, so that it does not matter which of them is needed first.
    """

    own: tuple[str, ...]
    taken: set[str]
    aliases: Mapping[tuple[Home, str], str] = field(default_factory=dict)
    _standard: dict[str, set[str]] = field(default_factory=dict)
    _annotated: dict[tuple[Home, str], str] = field(default_factory=dict)
    _eager: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)

    def typing(self, module: str, name: str) -> Code:
        """A name of a standard module that only annotations use."""
        self._standard.setdefault(module, set()).add(name)
        return identifier(name)

    def page(self) -> Code:
        """The runtime's `Page`, which only annotations use; `taken` must have it."""
        self._annotated[_PAGE, _PAGE.cls] = _PAGE.cls
        return identifier(_PAGE.cls)

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
        home = OF_RUNTIME.get(name) or _OF_MODELS[name]
        self._eager.setdefault(("_runtime", home), {})[name] = name
        return identifier(name)

    def base(self, home: Home, name: str) -> Code:
        """A base class, imported with the module; aliased where its name is taken."""
        chosen = self._eager.setdefault(home.parts, {})
        if name not in chosen:
            chosen[name] = self._annotated.get((home, name)) or self._free(home, name)
        return identifier(chosen[name])

    def _free(self, home: Home, name: str) -> str:
        wanted = self.aliases.get((home, name), name)
        chosen = free(f"{in_package(home)}{name}" if wanted in self.taken else wanted, self.taken)
        self.taken.add(chosen)
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
        standard = {module: {name: name for name in each} for module, each in self._standard.items()}
        return (*_statements(standard, indent=1), *_statements(own, indent=1))


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
