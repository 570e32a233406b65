"""Members that a type inherits: moved from it to a base type and back, gained and lost with a base type.

An inherited member has no facts in the type that inherits it. To be compared it is flattened there as well; no
difference belongs to that.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.drift import spell
from csdlgen.drift.comparison import ChangeDraft, Comparison, Side
from csdlgen.drift.events import AttributeChange, effective_key
from csdlgen.drift.facts import Inherited, flatten
from csdlgen.drift.pairs import Unpaired
from csdlgen.drift.path import MEMBERS, ElementPath, ElementStep
from csdlgen.drift.rules import attribute_rule


def moved(
    comparison: Comparison, old: ElementPath, new: ElementPath, unpaired: Unpaired
) -> Iterator[tuple[ChangeDraft, ElementPath, ElementPath]]:
    """Members that were declared by the type and are now inherited, and the other way round: the change, and the two
    to compare. They are then no longer unpaired."""
    for path in [path for path in unpaired.gone if path.kind in MEMBERS]:
        home = _flattened(comparison.new, comparison.new.inherited(new.qualified), new, path.steps[-1])
        if home:
            del unpaired.gone[path]
            draft = comparison.add("property-moved-to-base", path, home, str(path), str(home))
            yield draft, path, new.to(path.steps[-1])
    for path in [path for path in unpaired.come if path.kind in MEMBERS]:
        home = _flattened(comparison.old, comparison.old.inherited(old.qualified), old, path.steps[-1])
        if home:
            del unpaired.come[path]
            draft = comparison.add("property-moved-from-base", home, path, str(home), str(path))
            yield draft, old.to(path.steps[-1]), path


def _flattened(side: Side, inherited: Inherited, type_: ElementPath, step: ElementStep) -> ElementPath | None:
    """Where an inherited member is declared; it is flattened in the type that inherits it."""
    there = None if step.which else inherited.get((step.kind, step.name))
    if there:
        flatten(there[1], type_.to(step), side.facts)
    return there[0] if there else None


def passed_on(
    comparison: Comparison, old: ElementPath, new: ElementPath
) -> Iterator[tuple[ElementPath | None, ElementPath | None]]:
    """Members that a type has from another base type than before, or no longer, or only now; ready to be compared."""
    before, after = comparison.old.inherited(old.qualified), comparison.new.inherited(new.qualified)
    declared = {*comparison.old.declared(old.qualified), *comparison.new.declared(new.qualified)}
    for member in {**before, **after}:
        was, now = before.get(member), after.get(member)
        if member in declared or (was and now and (was[0] == now[0] or was[1] == now[1])):
            continue
        step = (was or now or _NOWHERE)[0].steps[-1]
        if was:
            flatten(was[1], old.to(step), comparison.old.facts)
        if now:
            flatten(now[1], new.to(step), comparison.new.facts)
        yield old.to(step) if was else None, new.to(step) if now else None


_NOWHERE: tuple[ElementPath] = (ElementPath(),)


def compare_key(comparison: Comparison, old: ElementPath, new: ElementPath) -> None:
    """The key that a type has from another base type than before."""
    change = AttributeChange(comparison, old, new, "Key", None, None)
    before, after = effective_key(change)
    own = [side.known(path).get("Key") for side, path in ((comparison.old, old), (comparison.new, new))]
    if before != after and own[0] == own[1]:
        comparison.add(attribute_rule(change), old, new, spell.value(before), spell.value(after))
