"""The plan of a module of request builders: what all classes of builders are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csdlgen.edm.vocabularies import deprecation, description
from csdlgen.navigation import Step
from csdlgen.package.code import Code, bracketed, call, compose, definition, docstring, identifier, literal
from csdlgen.package.plan import builder_names
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.properties import in_url
from csdlgen.package.plan.query_text import query_restrictions, restrictions_of_set
from csdlgen.package.plan.type_modules import Home
from csdlgen.package.plan.value_text import Annotated, described
from csdlgen.package.plan.values import BuilderClass, BuilderModule, Method

SELF = Code("self")


@dataclass(frozen=True)
class ModulePlan:
    """A module of builders while it is planned."""

    types: BuilderTypes
    needs: Needs

    def of(self, classes: Sequence[BuilderClass]) -> BuilderModule:
        """The module with these classes."""
        needs = self.needs
        return BuilderModule(needs.names_deprecated, needs.eager_imports(), needs.typing_imports(), tuple(classes))

    def declaration(self, name: str, parents: Sequence[Code] = (), abilities: Sequence[Code] = ()) -> Code:
        """The head of a class: `parents` are base classes of builders, `abilities` those with verbs, as they stand."""
        s = self.needs.runtime("S")
        bases = parents or ([] if abilities else [self.needs.runtime("Builder")])
        given = [*(compose("{}[{}]", parent, s) for parent in bases), *abilities]
        return bracketed(compose("class {}(", identifier(name)), given, Code("):"), indent=0)

    def child(self, attribute: str, segment: str, about: str, home: Home, cls: str, deprecated: str = "") -> Method:
        """A property that leads to the builder `cls` of another module or of this one."""
        annotated = self.needs.annotated(home, cls)
        return self.leading(attribute, segment, about, annotated, self.needs.local(home, cls), deprecated)

    def leading(self, attribute: str, segment: str, about: str, cls: Code, local: Code, deprecated: str = "") -> Method:
        """The same to a class with its import."""
        return Method(
            decorator=Code("property"),
            deprecated=self.needs.deprecation(deprecated, indent=1),
            signature=definition(attribute, [SELF], compose("{}[{}]", cls, self.needs.runtime("S"))),
            doc=docstring(about, indent=2),
            imported=local,
            result=call(compose("return {}", cls), [SELF, literal(in_url(segment))], indent=2),
        )

    def navigation(self, attribute: str, step: Step, annotations: Annotated) -> Method:
        """What leads to the target of a step, which has these annotations. It is deprecated where the type of the
        target is."""
        cls = builder_names.builder_class(self.types, step.target, self.types.way(step), many=step.collection)
        plain = f"{'The collection' if step.collection else 'The'} `{step.name}` of `{step.target}`."
        target = self.types.model.types[step.target]  # where some services say what is about collections of it
        own = (*annotations, *target.annotations)
        restrictions = [*query_restrictions(own, many=step.collection)]
        for each in self.types.graph.sets(step):
            of_set = self.types.graph.annotations(each)
            restrictions += restrictions_of_set(own, of_set, each.name, many=step.collection)
        about = described(description(annotations) or plain, restrictions)
        deprecated = deprecation(annotations) or self.types.annotator.deprecated.get(step.target, "")
        return self.child(attribute, step.name, about, self.types.homes[step.target], cls, deprecated)
