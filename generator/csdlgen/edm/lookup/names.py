"""What names mean: namespaces, aliases, terms (CSDL sections 3.3, 5 and 14.1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from csdlgen.edm.model import EdmModel, QName, Term


@dataclass(frozen=True)
class NameLookup:
    """The look-ups of namespaces and terms.

    `most_ancestors` limits how many types of a chain of base types are looked at, for hostile documents; None is no
    limit.
    """

    model: EdmModel
    most_ancestors: int | None = None

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces whose content is at hand."""
        return frozenset(schema.namespace for schema in self.model.schemas)

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Namespaces and aliases with the namespace that each stands for."""
        includes = [include for reference in self.model.references for include in reference.includes]
        named = [(schema.alias, schema.namespace) for schema in self.model.schemas]
        named += [(include.alias, include.namespace) for include in includes]
        aliases = {namespace: namespace for _, namespace in named[: len(self.model.schemas)]}
        for alias, namespace in named:
            if alias:
                aliases.setdefault(alias, namespace)
        return aliases

    def qualified(self, text: str) -> QName | None:
        """The name that a qualified name stands for; None where its namespace or alias is unknown."""
        prefix, _, name = text.rpartition(".")
        namespace = self.aliases.get(prefix)
        return QName(namespace, name) if namespace is not None else None

    @cached_property
    def documents_elsewhere(self) -> dict[str, str]:
        """The URI of the document that a reference names for a namespace that is not at hand."""
        return {
            include.namespace: reference.uri
            for reference in reversed(self.model.references)
            for include in reversed(reference.includes)
            if include.namespace not in self.namespaces
        }

    @cached_property
    def terms(self) -> dict[QName, Term]:
        """The vocabulary terms by name; the last of duplicates."""
        return {term.name: term for schema in self.model.schemas for term in schema.terms}

    @cached_property
    def own_namespace(self) -> str:
        """The namespace of a service's own types: the entity container's, if it or one below it has types; else, since
        some frameworks give containers a namespace apart, the one that most entity sets and singletons have their types
        in."""
        spaces = {schema.namespace for schema in self.model.schemas if schema.types}
        for container in sorted(self.model.containers, key=lambda container: container.name):
            own = container.name.namespace
            if any(f"{namespace}.".startswith(f"{own}.") for namespace in spaces):
                return own
        roots = Counter(root.type.namespace for container in self.model.containers for root in container.roots)
        types = Counter(name.namespace for name in self.model.types)
        return min(spaces, key=lambda namespace: (-roots[namespace], -types[namespace], namespace), default="")
