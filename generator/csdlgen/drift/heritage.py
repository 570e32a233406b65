"""Members that a type inherits: moved from it to a base type and back, gained and lost with a base type.

Where a member is inherited it has no facts of its own in the type. For the sake of comparison it is flattened there
once more; no difference belongs to that.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.drift import spell
from csdlgen.drift.attributes import effective_key, key_kind
from csdlgen.drift.facts import Inherited, flatten
from csdlgen.drift.pairs import Loose
from csdlgen.drift.path import MEMBERS, ElementPath, Step
from csdlgen.drift.sides import Draft, Findings, Side


def moved(
    found: Findings, old: ElementPath, new: ElementPath, loose: Loose
) -> Iterator[tuple[Draft, ElementPath, ElementPath]]:
    """Members that were declared by the type and are now inherited, and the other way round: the change, and the two
    to compare. They are then no longer loose."""
    for path in [each for each in loose.gone if each.kind in MEMBERS]:
        home = _flattened(found.new, found.new.inherited(new.qualified), new, path.steps[-1])
        if home:
            del loose.gone[path]
            yield found.add("property-moved-to-base", path, home, str(path), str(home)), path, new.to(path.steps[-1])
    for path in [each for each in loose.come if each.kind in MEMBERS]:
        home = _flattened(found.old, found.old.inherited(old.qualified), old, path.steps[-1])
        if home:
            del loose.come[path]
            yield found.add("property-moved-from-base", home, path, str(home), str(path)), old.to(path.steps[-1]), path


def _flattened(side: Side, inherited: Inherited, type_: ElementPath, step: Step) -> ElementPath | None:
    """Where an inherited member is declared; it is flattened in the type that inherits it."""
    there = None if step.which else inherited.get((step.kind, step.name))
    if there:
        flatten(there[1], type_.to(step), side.facts)
    return there[0] if there else None


def passed_on(
    found: Findings, old: ElementPath, new: ElementPath
) -> Iterator[tuple[ElementPath | None, ElementPath | None]]:
    """Members that a type has from another base type than before, or no longer, or only now; ready to be compared."""
    before, after = found.old.inherited(old.qualified), found.new.inherited(new.qualified)
    declared = {*found.old.declared(old.qualified), *found.new.declared(new.qualified)}
    for member in {**before, **after}:
        was, now = before.get(member), after.get(member)
        if member in declared or (was and now and (was[0] == now[0] or was[1] == now[1])):
            continue
        step = (was or now or _NOWHERE)[0].steps[-1]
        if was:
            flatten(was[1], old.to(step), found.old.facts)
        if now:
            flatten(now[1], new.to(step), found.new.facts)
        yield old.to(step) if was else None, new.to(step) if now else None


_NOWHERE: tuple[ElementPath] = (ElementPath(),)


def compare_key(found: Findings, old: ElementPath, new: ElementPath) -> None:
    """The key that a type has from another base type than before."""
    keys = effective_key(found, old, new)
    own = [side.known(path).get("Key") for side, path in ((found.old, old), (found.new, new))]
    if keys[0] != keys[1] and own[0] == own[1]:
        found.add(key_kind(keys), old, new, spell.value(keys[0]), spell.value(keys[1]))
