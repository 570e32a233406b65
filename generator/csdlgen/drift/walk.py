"""Both models walked side by side: what is the same element is compared, what is not is paired, added or removed.

Every difference is accounted for by the innermost change that explains it; a rename or move accounts for what is left
of the element in its old and its new place.
"""

from __future__ import annotations

from collections.abc import Iterable

from csdlgen.drift import pairs, spell
from csdlgen.drift.annotations import annotation_kind
from csdlgen.drift.attributes import RESTATED, attribute_kind, is_binding
from csdlgen.drift.build import build_annotation
from csdlgen.drift.heritage import compare_key, moved, passed_on
from csdlgen.drift.normal import normal_element
from csdlgen.drift.pairs import Loose, Pair
from csdlgen.drift.path import STRUCTURED, TYPES, ElementPath
from csdlgen.drift.presence import added_kind, removed_kind
from csdlgen.drift.restricting import restricting
from csdlgen.drift.shapes import COLLECTION, FACET_NAMES, NULLABLE, PARAMETERS, PRESENT, TYPE, UNDERLYING
from csdlgen.drift.sides import Draft, Findings, Side

_TYPED = (TYPE, COLLECTION, NULLABLE)
_APART = TYPES | {"operation", "container"}
_HOLDERS = ("schema", "container")


def walk(found: Findings) -> None:
    """Find the change for every difference. What schemas declare and only one side has is looked at all at once: it
    may have moved from schema to schema. Types that are the same under another name are known before anything that
    names them is compared."""
    root = ElementPath()
    apart = Loose((), ())
    _attributes(found, root, root)
    both, loose = _children(found, root, root)
    schemas = [(old, new, *_schema(found, old, new, apart)) for old, new in both if old.kind == "schema"]
    for paths, others, side in ((loose.gone, apart.gone, found.old), (loose.come, apart.come, found.new)):
        inside = (each for path in paths for each in side.facts.children.get(path, ()))
        others.update((each, None) for each in inside if each.kind in _APART)
    types = list(pairs.types(apart))
    found.renamed.update((old.qualified, new.qualified) for kind, old, new in types if kind != "type-kind-changed")
    for old, new in both:
        if old.kind != "schema":
            match(found, old, new)
    for old, new, inner, lone in schemas:
        _attributes(found, old, new)
        _annotations(found, lone)
        _lone(found, lone)
        for one, other in inner:
            match(found, one, other)
    _lone(found, loose)
    for pair in (*types, *pairs.containers(apart)):
        _pair(found, pair)
    for pair in pairs.operations(found, apart, found.renamed):
        _overload(found, pair)
    _lone(found, apart)


def _schema(
    found: Findings, old: ElementPath, new: ElementPath, apart: Loose
) -> tuple[list[tuple[ElementPath, ElementPath]], Loose]:
    """What both sides declare in a schema, and what only one does; types, operations and containers among the latter
    are put to those of all schemas."""
    both, loose = _children(found, old, new)
    for paths, others in ((loose.gone, apart.gone), (loose.come, apart.come)):
        for each in [path for path in paths if path.kind in _APART]:
            others[each] = paths.pop(each)
    return both, loose


def match(found: Findings, old: ElementPath, new: ElementPath) -> None:
    """Compare an element of the old model with the same one of the new model."""
    if old.kind == "annotation":
        _annotation(found, old, new)
        return
    mark = len(found.drafts)
    if old.kind == new.kind:
        _attributes(found, old, new)
    both, loose = _children(found, old, new)
    paired = list(_paired(found, old, loose))
    for one, other in both:
        match(found, one, other)
    for pair in paired:
        _pair(found, pair)
    if new.kind in STRUCTURED:
        for draft, one, other in moved(found, old, new, loose):
            match(found, one, other)
            found.sweep(draft, one, other)
    if found.old.known(old).get("IsBound") != found.new.known(new).get("IsBound"):
        _without_binding(found, loose)
    _annotations(found, loose)
    _lone(found, loose)
    if old.kind == "operation":
        _order(found, old, new, [*both, *((pair.old, pair.new) for pair in paired)], mark)
    if new.kind in STRUCTURED and _has_another_base(found, old, new):
        _heritage(found, old, new)


def _attributes(found: Findings, old: ElementPath, new: ElementPath) -> None:
    before, after = found.old.known(old), found.new.known(new)
    typed = TYPE in before and TYPE in after
    facets = FACET_NAMES if typed else ()
    drafts: dict[str, Draft] = {}
    for attribute in sorted({**before, **after}, key=NULLABLE.__eq__):  # Nullable after Collection
        was, now = before.get(attribute), after.get(attribute)
        if was == now or attribute in (PRESENT, PARAMETERS, *facets):
            continue
        if attribute == NULLABLE and COLLECTION in drafts:  # which is about items in one case, and not in the other
            draft = drafts[COLLECTION]
        elif attribute in FACET_NAMES and UNDERLYING in drafts:  # of a type definition that is of another type
            draft = drafts[UNDERLYING]
        else:
            kind = attribute_kind(found, old, new, attribute, was, now)
            texts = map(spell.type_of, (before, after)) if attribute in _TYPED else map(spell.value, (was, now))
            draft = found.add(kind, old, new, *texts)
        drafts[attribute] = draft
        _take(found, draft, old, new, attribute)
    if typed:
        _facets(found, old, new, drafts)


def _facets(found: Findings, old: ElementPath, new: ElementPath, drafts: dict[str, Draft]) -> None:
    """What became of the facets of a type, whether an element states them or a type definition does. With another
    type they mean something else, and go with its change."""
    before, after = found.old.known(old), found.new.known(new)
    retyped = drafts.get(TYPE)
    comparable = retyped is None or retyped.kind == RESTATED
    was, now = found.old.facets(before), found.new.facets(after)
    for facet in FACET_NAMES:
        stated_otherwise = before.get(facet) != after.get(facet)
        if comparable and was.get(facet) != now.get(facet) and (retyped or stated_otherwise):
            kind = attribute_kind(found, old, new, facet, was.get(facet), now.get(facet))
            draft = found.add(kind, old, new, spell.value(was.get(facet)), spell.value(now.get(facet)))
        elif stated_otherwise:
            draft = drafts[TYPE] = drafts.get(TYPE) or found.add(
                RESTATED, old, new, spell.stated(before, facet), spell.stated(after, facet)
            )
        else:
            continue
        _take(found, draft, old, new, facet)


def _take(found: Findings, draft: Draft, old: ElementPath, new: ElementPath, attribute: str) -> None:
    for path in {old, new}:
        found.take(draft, path, attribute)


def _children(
    found: Findings, old: ElementPath, new: ElementPath
) -> tuple[list[tuple[ElementPath, ElementPath]], Loose]:
    """The children that both sides have, and those that only one has."""
    before = {path.steps[-1]: path for path in found.old.facts.children.get(old, ())}
    after = {path.steps[-1]: path for path in found.new.facts.children.get(new, ())}
    both = [(path, after[step]) for step, path in before.items() if step in after]
    gone = (path for step, path in before.items() if step not in after)
    return both, Loose(gone, (path for step, path in after.items() if step not in before))


def _paired(found: Findings, old: ElementPath, loose: Loose) -> Iterable[Pair]:
    yield from pairs.turned(loose)
    yield from pairs.recased(loose)
    if old.kind == "enum-type":
        yield from pairs.members(found, loose)
    if old.kind == "operation":
        yield from pairs.parameters(found, loose)


def _pair(found: Findings, pair: Pair) -> None:
    """An element that is another one now: renamed, moved, of another kind."""
    kind, old, new = pair
    texts: tuple[str, str] = str(old), str(new)
    if old.kind in TYPES and old.kind != new.kind:
        texts = old.kind, new.kind
    elif old.kind != new.kind:
        texts = spell.element(old, found.old.known(old)), spell.element(new, found.new.known(new))
    draft = found.add(kind, old, new, *texts)
    if old.kind == new.kind or (old.kind in STRUCTURED and new.kind in STRUCTURED):
        match(found, old, new)
    found.sweep(draft, old, new)


def _overload(found: Findings, pair: Pair) -> None:
    """An overload with another signature: the first change of the signature accounts for the rest."""
    mark = len(found.drafts)
    match(found, pair.old, pair.new)
    found.sweep(min(found.drafts[mark:], key=_weight), pair.old, pair.new)


def _weight(draft: Draft) -> tuple[bool, list[str], str]:
    """An order of the changes of one operation that is the same for both directions: what makes up its signature
    comes first."""
    signs = draft.kind.startswith(("operation-", "binding-")) or any(not each.attribute for each in draft.differences)
    paths = sorted(str(path) for path in (draft.old, draft.new) if path)
    inner = any(path and path.kind not in ("operation", "parameter") for path in (draft.old, draft.new))
    return inner or not signs, paths, min((each.attribute for each in draft.differences), default="")


def _order(
    found: Findings, old: ElementPath, new: ElementPath, both: list[tuple[ElementPath, ElementPath]], mark: int
) -> None:
    """The order of the parameters that an operation keeps. What else its list of parameters says goes with the first
    that was added, removed or renamed."""
    before, after = found.old.known(old).get(PARAMETERS, ()), found.new.known(new).get(PARAMETERS, ())
    now = {one.steps[-1]: other.steps[-1] for one, other in both}
    kept = set(now.values())
    if [now[step] for step in before if step in now] != [step for step in after if step in kept]:
        draft = found.add("parameters-reordered", old, new, spell.value(before), spell.value(after))
    elif old == new and PARAMETERS in found.left.get(old, {}):
        draft = min(found.drafts[mark:], key=_weight)
    else:
        return
    for path in {old, new}:
        found.take(draft, path, PARAMETERS)


def _annotations(found: Findings, loose: Loose) -> None:
    """Annotations that only one side has."""
    for path in [each for each in loose.gone if each.kind == "annotation"]:
        del loose.gone[path]
        _annotation(found, path, None)
    for path in [each for each in loose.come if each.kind == "annotation"]:
        del loose.come[path]
        _annotation(found, None, path)


def _annotation(found: Findings, old: ElementPath | None, new: ElementPath | None) -> None:
    """One annotation with all in it; it may be the same in another place."""
    before = build_annotation(found.old.facts, old) if old else None
    after = build_annotation(found.new.facts, new) if new else None
    if not (before and after and normal_element(before) == normal_element(after)):
        on = (new or old or ElementPath()).parent
        kind = annotation_kind(on.kind, before, after, restricting(found, old or on, new or on))
        found.sweep(found.add(kind, old, new, spell.annotation(before), spell.annotation(after)), old, new)


def _lone(found: Findings, loose: Loose) -> None:
    """What is only there before, or only after."""
    for path in loose.gone:
        if not _target(found, found.old, path):
            _alone(found, found.old, path, found.add(removed_kind(found, path), path, None, _element(found.old, path)))
    for path in loose.come:
        if not _target(found, found.new, path):
            _alone(
                found, found.new, path, found.add(added_kind(found, path), None, path, None, _element(found.new, path))
            )


def _target(found: Findings, side: Side, path: ElementPath) -> bool:
    """Whether this is what only one side annotates from elsewhere (CSDL section 14.2.1), which the model has no element
    of, such as a path of navigation properties. Each of its annotations is a change; the first accounts for it."""
    annotations = side.facts.of_kind(path, "annotation") if path.kind == "target" else []
    mark = len(found.drafts)
    for each in annotations:
        _annotation(found, *((each, None) if side is found.old else (None, each)))
    if annotations:
        found.sweep(found.drafts[mark], path)
    return bool(annotations)


def _element(side: Side, path: ElementPath) -> str:
    return spell.element(path, side.known(path))


def _alone(found: Findings, side: Side, path: ElementPath, draft: Draft) -> None:
    """All within, but for what schemas and containers hold, which is a change each."""
    if path.kind not in _HOLDERS:
        found.sweep(draft, path)
        return
    for attribute in list(found.left.get(path, ())):
        found.take(draft, path, attribute)
    held = [each for each in side.facts.children.get(path, ()) if path.kind != "schema" or each.kind not in _APART]
    within = Loose(held, ()) if side is found.old else Loose((), held)
    for each in [each for each in held if each.kind in ("annotation", "target")]:
        found.sweep(draft, each)
        (within.gone if side is found.old else within.come).pop(each)
    _lone(found, within)


def _without_binding(found: Findings, loose: Loose) -> None:
    """An operation that is bound now, or no longer, is said to be so; its binding parameter goes without saying."""
    for side, paths in ((found.old, loose.gone), (found.new, loose.come)):
        for path in [each for each in paths if is_binding(side.facts.elements, each)]:
            del paths[path]


def _has_another_base(found: Findings, old: ElementPath, new: ElementPath) -> bool:
    was, now = found.old.known(old).get("BaseType"), found.new.known(new).get("BaseType")
    return (found.renamed.get(was, was) if was else None) != now


def _heritage(found: Findings, old: ElementPath, new: ElementPath) -> None:
    """What a type has from base types, where its base type is another."""
    for was, now in passed_on(found, old, new):
        if was and now:
            match(found, was, now)
        else:
            _lone(found, Loose([was] if was else (), [now] if now else ()))
    compare_key(found, old, new)
