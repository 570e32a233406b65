"""The Python names of what takes keys: the methods of collections, and the parts of a key as their arguments."""

from __future__ import annotations

from csdlgen import python_names as names
from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import QName
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.routes import key_parameters


def key_accessor(types: BuilderTypes, name: QName) -> str:
    """The method of a collection's builder that takes a key: `by_id`, or `by_managed_device_id` where the naming has
    the names of types in it."""
    return f"by_{'_and_'.join(key_names(types, name))}" if types.annotator.naming.flat else "by_id"


def accessors(types: BuilderTypes, name: QName) -> set[str]:
    """The methods of a collection that take keys."""
    accessor = key_accessor(types, name)
    numbered = {f"{accessor}1"} if types.annotator.naming.flat else set[str]()
    return {accessor, *numbered, *alternate_accessors(types, name).values()}


def alternate_accessors(types: BuilderTypes, name: QName) -> dict[KeyParts, str]:
    """The methods of a collection's builder that take alternate keys: `by_user_principal_name`."""
    wanted = {
        key: f"by_{'_and_'.join(types.annotator.naming.snake_case(part) for part, _ in key)}"
        for key in types.alternate_keys(name)
    }
    return names.settle(wanted, {key_accessor(types, name)}, rank=lambda key: [part for part, _ in key])


def key_names(types: BuilderTypes, name: QName) -> tuple[str, ...]:
    """The Python names of the parts of a key."""
    naming = types.annotator.naming
    parts = [each.name if naming.flat else each.property for each in key_parameters(types.graph, name)]
    return tuple(names.assign(parts, naming.snake_case, names.KEYWORDS | {"self"}).values())


def types_in_keys(types: BuilderTypes, name: QName) -> set[str]:
    """What the methods that take keys are annotated with."""
    parts = [each.type for each in key_parameters(types.graph, name)]
    parts += [prop.type.name for key in types.alternate_keys(name) for _, prop in key]
    return {"tuple"}.union(*map(types.annotator.builtins, parts))


def keys_beside(types: BuilderTypes, target: QName, *, collection: bool) -> tuple[KeyParts, ...]:
    """The alternate keys of a collection that have a method beside it, in a naming that has such."""
    has_methods = types.annotator.naming.flat and collection and target in types.homes
    return types.alternate_keys(target) if has_methods else ()
