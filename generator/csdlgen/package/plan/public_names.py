"""What code on a generated package is written with: the Python name of every class, attribute, verb and argument.

The names are those that the plan gives to the files of a package, asked from the same functions. Two versions of a
service are compared by them: what has another name than before breaks such code, whatever the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from csdlgen.edm.model import EdmModel, EnumType, Operation, QName
from csdlgen.package.plan.builder_names import (
    BuilderMember,
    attributes_of,
    builder_class,
    call_names,
    service_attributes,
    verb_names,
)
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.calls import Overloads
from csdlgen.package.plan.files import builder_types
from csdlgen.package.plan.key_names import key_accessor, key_names
from csdlgen.package.plan.models import member_names, model_names
from csdlgen.package.plan.type_modules import Home
from csdlgen.package.plan.verbs import parameter_names
from csdlgen.python_names import PLAIN, Named, Naming, Surface
from csdlgen.routes import UrlStyle, key_parameters
from csdlgen.select import Slice, everything

CLASS = "class"
BUILDER = "builder"
VERB = "verb"
LEADS_TO = "class of the builder that it leads to"


def python_names(slice_: Slice, style: UrlStyle, naming: Naming = PLAIN, *, deletes_linked: bool = False) -> Surface:
    """The Python name of everything in the package of a slice."""
    return _PythonNames(builder_types(slice_, style, naming, deletes_linked=deletes_linked)).all()


def python_names_of(model: EdmModel, wanted: Collection[QName]) -> Surface:
    """The Python names that a package of everything would have: of all classes, of the attributes of the client, and of
    what belongs to the types that are `wanted`."""
    return _PythonNames(builder_types(everything(model), UrlStyle(), PLAIN), wanted).all()


_Names = Iterator[tuple[Named, str]]


@dataclass(frozen=True)
class _PythonNames:
    """`wanted` are the types whose members are; None stands for all."""

    types: BuilderTypes
    wanted: Collection[QName] | None = None
    _known: dict[tuple[QName, bool], dict[BuilderMember, str]] = field(default_factory=dict)

    def all(self) -> Surface:
        return dict((*self._models(), *self._service(), *self._builders()))

    def _is_wanted(self, name: QName) -> bool:
        return self.wanted is None or name in self.wanted

    def _models(self) -> _Names:
        annotator = self.types.annotator
        for name, home in annotator.homes.items():
            yield Named(str(name), "", CLASS), _path(home, home.cls)
            if not self._is_wanted(name):
                continue
            type_ = annotator.model.types[name]
            if isinstance(type_, EnumType):
                yield from ((Named(str(name), each, "member"), python) for each, python in member_names(type_).items())
            elif structured := annotator.model.structured(name):
                own = {each.name for each in structured.properties} | {each.name for each in structured.navigations}
                for wire, python in model_names(annotator, structured).items():
                    if wire in own:
                        yield Named(str(name), wire, "attribute of the model"), python

    def _service(self) -> _Names:
        for member, python in service_attributes(self.types).items():
            yield Named("", member.name, "attribute of the client"), python
        for operation, overloads in self.types.imports.items():
            yield from _calls("", operation, overloads, self.types)

    def _builders(self) -> _Names:
        types = self.types
        for name, home in types.homes.items():
            yield Named(str(name), "", BUILDER), _path(home, f"{home.cls}Builder")
            if not self._is_wanted(name):
                continue
            yield from self._own(name, many=False)
            yield from self._behind(name)
            for overloads in types.operations(name, collection=False).values():
                yield from _calls(str(name), "", overloads, types)
            if name in types.collections:
                yield from self._own(name, many=True)
                if key_parameters(types.graph, name):
                    yield Named(str(name), "", "method that takes a key"), key_accessor(types, name)
                for part, python in zip(key_parameters(types.graph, name), key_names(types, name), strict=True):
                    yield Named(str(name), part.name, "part of the key"), python
            for overloads in types.operations(name, collection=True).values():
                yield from _calls(f"Collection({name})", "", overloads, types)

    def _own(self, name: QName, *, many: bool) -> _Names:
        """Attributes that the builder of a type does not have from that of its base type, where they are the same."""
        base = self.types.base(name)
        inherited: Collection[BuilderMember] = self._attributes(base, many) if base else ()
        role = "attribute of the builder of the collection" if many else "attribute of the builder"
        for member, python in self._attributes(name, many).items():
            if member not in inherited:
                yield Named(str(name), member.name, role), python

    def _attributes(self, name: QName, many: bool) -> dict[BuilderMember, str]:
        if (name, many) not in self._known:
            self._known[name, many] = attributes_of(self.types, name, many=many)
        return self._known[name, many]

    def _behind(self, name: QName) -> _Names:
        """The classes that a builder leads to, where they differ in their verbs by how an entity is reached."""
        types = self.types
        for step in types.graph.steps(name) if types.resources else ():
            if step.declaring == name and step.target in types.homes and types.is_resource(step.target):
                cls = builder_class(types, step.target, types.way(step), many=step.collection)
                yield Named(str(name), step.name, LEADS_TO), cls


def _calls(owner: str, segment: str, overloads: Overloads, types: BuilderTypes) -> _Names:
    methods = call_names(types, overloads)
    for operation, verb in verb_names(types, overloads).items():
        called = f"{owner}/{segment or operation.name}({_given(operation)})".lstrip("/")
        yield Named(called, "", VERB), verb
        if operation in methods:
            yield Named(called, "", "method that calls it"), methods[operation]
        for wire, python in parameter_names(operation, types.annotator.naming).items():
            yield Named(called, wire, "argument"), python


def _given(operation: Operation) -> str:
    """The names of the parameters of a function, which tell its overloads apart (CSDL section 12.4)."""
    return (
        ",".join(sorted(each.name for each in operation.nonbinding_parameters)) if operation.kind == "function" else ""
    )


def _path(home: Home, cls: str) -> str:
    """Where a class is imported from: `models.call_records.session.Session`."""
    return ".".join((*home.parts, cls))
