"""The plan of a module of request builders: what all classes of builders are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csdlgen.navigation import Step
from csdlgen.package.code import Code, bracketed, call, compose, definition, docstring, identifier, literal
from csdlgen.package.plan import builder_names
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.properties import in_url
from csdlgen.package.plan.type_modules import Home
from csdlgen.package.plan.values import BuilderClass, BuilderModule, Method

SELF = Code("self")


@dataclass(frozen=True)
class ModulePlan:
    """A module of builders while it is planned."""

    types: BuilderTypes
    needs: Needs

    def of(self, classes: Sequence[BuilderClass]) -> BuilderModule:
        """The module with these classes."""
        return BuilderModule(self.needs.eager_imports(), self.needs.typing_imports(), tuple(classes))

    def declaration(self, name: str, parents: Sequence[Code] = (), abilities: Sequence[Code] = ()) -> Code:
        """The head of a class: `parents` are base classes of builders, `abilities` those with verbs, as they stand."""
        s = self.needs.runtime("S")
        bases = parents or ([] if abilities else [self.needs.runtime("Builder")])
        given = [*(compose("{}[{}]", parent, s) for parent in bases), *abilities]
        return bracketed(compose("class {}(", identifier(name)), given, Code("):"), indent=0)

    def child(self, attribute: str, segment: str, about: str, home: Home, cls: str) -> Method:
        """A property that leads to the builder `cls` of another module or of this one."""
        annotated = self.needs.annotated(home, cls)
        return self.leading(attribute, segment, about, annotated, self.needs.local(home, cls))

    def leading(self, attribute: str, segment: str, about: str, cls: Code, local: Code) -> Method:
        """The same to a class with its import."""
        return Method(
            decorator=Code("property"),
            signature=definition(attribute, [SELF], compose("{}[{}]", cls, self.needs.runtime("S"))),
            doc=docstring(about, indent=2),
            imported=local,
            result=call(compose("return {}", cls), [SELF, literal(in_url(segment))], indent=2),
        )

    def navigation(self, attribute: str, step: Step, about: str) -> Method:
        """What leads to the target of a step."""
        cls = builder_names.builder_class(self.types, step.target, self.types.way(step), many=step.collection)
        plain = f"{'The collection' if step.collection else 'The'} `{step.name}` of `{step.target}`."
        return self.child(attribute, step.name, about or plain, self.types.homes[step.target], cls)
