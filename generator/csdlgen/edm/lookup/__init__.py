"""Questions about a model: what a type inherits, its keys, what is bound to it, where a path leads, what a name means.

`EdmModel` answers by name (`types`, `operations`, `containers`, base types and directly derived types); whatever takes
more than one of these is asked of a `Lookup`, and only there: `names` has namespaces, aliases and terms, `types` what
types inherit, their members, keys and paths, `services` operations and containers.
"""

from csdlgen.edm.lookup.services import Child, Lookup
from csdlgen.edm.lookup.types import AnyProperty, KeyParts, PathEnd

__all__ = ["AnyProperty", "Child", "KeyParts", "Lookup", "PathEnd"]
