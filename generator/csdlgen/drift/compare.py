"""The comparison of two models.

Elements on both sides are compared; elements on one side only are paired as renames or moves, else reported as added or
removed.

The two models differ in attributes of elements: these differences are at first unexplained (`Comparison.unexplained`).
Each is assigned to exactly one change, the innermost that explains it (`Comparison.assign`). A renamed or moved element
is compared first, which assigns the differences within it; its own change then gets all that are left in its old and
its new place (`Comparison.assign_subtree`). So does the change of an added or removed element.
"""

from __future__ import annotations

from collections.abc import Iterable

from csdlgen.drift import pairs, spell
from csdlgen.drift.annotations import annotation_change
from csdlgen.drift.canonical import sorted_element
from csdlgen.drift.change import Change
from csdlgen.drift.comparison import ChangeDraft, Comparison, Side
from csdlgen.drift.events import AttributeChange, Presence, is_binding
from csdlgen.drift.group import group
from csdlgen.drift.heritage import compare_key, moved, passed_on
from csdlgen.drift.pairs import Pair, Unpaired
from csdlgen.drift.path import STRUCTURED, TYPES, ElementPath
from csdlgen.drift.rules import annotation_rule, attribute_rule, presence_rule
from csdlgen.drift.shapes import COLLECTION, FACET_NAMES, NULLABLE, PARAMETERS, PRESENT, TYPE, UNDERLYING
from csdlgen.edm.model import EdmModel
from csdlgen.garbage_collector import uncollected

_TYPED = (TYPE, COLLECTION, NULLABLE)
_PAIRED_ACROSS_SCHEMAS = TYPES | {"operation", "container"}
_HOLDERS = ("schema", "container")
_SIGNATURE_RULES = {
    "operation-kind-changed",
    "operation-bound-changed",
    "binding-type-changed",
    "binding-collection-flipped",
    "binding-parameter-renamed",
    "binding-parameter-changed",
}
"""Rules on what identifies an overload."""


def compare(old: EdmModel, new: EdmModel) -> tuple[Change, ...]:
    """Every difference between two models, each as part of exactly one change, grouped under their causes.

    Only the order of parameters matters, not that of other elements, and locations are not compared.
    """
    with uncollected():
        comparison = Comparison(old, new)
        _match_documents(comparison)
        return group(draft.done() for draft in comparison.drafts)


def _match_documents(comparison: Comparison) -> None:
    """Find the change for every difference.

    Types, operations and containers that only one side has are collected from all schemas and paired then, since they
    may have moved from one schema to another. Renamed types are paired before anything that names them is compared.
    """
    root = ElementPath()
    of_all_schemas = Unpaired((), ())
    _attributes(comparison, root, root)
    both, unpaired = _children(comparison, root, root)
    schemas = [(old, new, *_schema(comparison, old, new, of_all_schemas)) for old, new in both if old.kind == "schema"]
    for side, paths, others in (
        (comparison.old, unpaired.gone, of_all_schemas.gone),
        (comparison.new, unpaired.come, of_all_schemas.come),
    ):
        inside = (child for path in paths for child in side.facts.children.get(path, ()))
        others.update((child, None) for child in inside if child.kind in _PAIRED_ACROSS_SCHEMAS)
    types = list(pairs.types(of_all_schemas))
    comparison.renamed.update((old.qualified, new.qualified) for rule, old, new in types if rule != "type-kind-changed")
    comparison.former.update((new, old) for old, new in comparison.renamed.items())
    for old, new in both:
        if old.kind != "schema":
            _match(comparison, old, new)
    for old, new, inner, lone in schemas:
        _attributes(comparison, old, new)
        _annotations(comparison, lone)
        _report_unpaired(comparison, lone)
        for one, other in inner:
            _match(comparison, one, other)
    _report_unpaired(comparison, unpaired)
    for pair in (*types, *pairs.containers(of_all_schemas)):
        _pair(comparison, pair)
    for pair in pairs.operations(comparison, of_all_schemas, comparison.renamed):
        _overload(comparison, pair)
    _report_unpaired(comparison, of_all_schemas)


def _schema(
    comparison: Comparison, old: ElementPath, new: ElementPath, of_all_schemas: Unpaired
) -> tuple[list[tuple[ElementPath, ElementPath]], Unpaired]:
    """What both sides declare in a schema, and what only one side does, except types, operations and containers: those
    are added to `of_all_schemas`."""
    both, unpaired = _children(comparison, old, new)
    for paths, others in ((unpaired.gone, of_all_schemas.gone), (unpaired.come, of_all_schemas.come)):
        for path in [path for path in paths if path.kind in _PAIRED_ACROSS_SCHEMAS]:
            others[path] = paths.pop(path)
    return both, unpaired


def _match(comparison: Comparison, old: ElementPath, new: ElementPath) -> None:
    """Compare an element of the old model with the same one of the new model."""
    if old.kind == "annotation":
        _annotation(comparison, old, new)
        return
    mark = len(comparison.drafts)
    if old.kind == new.kind:
        _attributes(comparison, old, new)
    both, unpaired = _children(comparison, old, new)
    paired = list(_paired(comparison, old, unpaired))
    for one, other in both:
        _match(comparison, one, other)
    for pair in paired:
        _pair(comparison, pair)
    if new.kind in STRUCTURED:
        for draft, one, other in moved(comparison, old, new, unpaired):
            _match(comparison, one, other)
            comparison.assign_subtree(draft, one, other)
    if comparison.old.known(old).get("IsBound") != comparison.new.known(new).get("IsBound"):
        _without_binding(comparison, unpaired)
    _annotations(comparison, unpaired)
    _report_unpaired(comparison, unpaired)
    if old.kind == "operation":
        _compare_order(comparison, old, new, [*both, *((pair.old, pair.new) for pair in paired)], mark)
    if new.kind in STRUCTURED and _has_another_base(comparison, old, new):
        _compare_inherited(comparison, old, new)


def _attributes(comparison: Comparison, old: ElementPath, new: ElementPath) -> None:
    before, after = comparison.old.known(old), comparison.new.known(new)
    typed = TYPE in before and TYPE in after
    facets = FACET_NAMES if typed else ()
    drafts: dict[str, ChangeDraft] = {}
    # Nullable comes last, since what becomes of it depends on whether Collection changed.
    for attribute in sorted({**before, **after}, key=lambda each: each == NULLABLE):
        was, now = before.get(attribute), after.get(attribute)
        if was == now or attribute in (PRESENT, PARAMETERS, *facets):
            continue
        if attribute == NULLABLE and COLLECTION in drafts:
            # Nullable is about the items of a collection, else about the value: the two cannot be compared.
            draft = drafts[COLLECTION]
        elif attribute in FACET_NAMES and UNDERLYING in drafts:
            # The facets of a type definition mean something else once its underlying type is another.
            draft = drafts[UNDERLYING]
        else:
            rule = attribute_rule(AttributeChange(comparison, old, new, attribute, was, now))
            texts = map(spell.type_of, (before, after)) if attribute in _TYPED else map(spell.value, (was, now))
            draft = comparison.add(rule, old, new, *texts)
        drafts[attribute] = draft
        _assign(comparison, draft, old, new, attribute)
    if typed:
        _facets(comparison, old, new, drafts)


def _facets(comparison: Comparison, old: ElementPath, new: ElementPath, drafts: dict[str, ChangeDraft]) -> None:
    """Compare the facets that hold for an element, whether it states them or its type definition does. If the type
    changed, facets mean something else, and their differences are part of that change."""
    before, after = comparison.old.known(old), comparison.new.known(new)
    retyped = drafts.get(TYPE)
    comparable = retyped is None or retyped.rule == "type-restated"
    was, now = comparison.old.facets(before), comparison.new.facets(after)
    for facet in FACET_NAMES:
        stated_otherwise = before.get(facet) != after.get(facet)
        if comparable and was.get(facet) != now.get(facet) and (retyped or stated_otherwise):
            change = AttributeChange(comparison, old, new, facet, was.get(facet), now.get(facet))
            texts = spell.value(change.before), spell.value(change.after)
            draft = comparison.add(attribute_rule(change), old, new, *texts)
        elif stated_otherwise:
            draft = drafts[TYPE] = drafts.get(TYPE) or comparison.add(
                "type-restated", old, new, spell.stated(before, facet), spell.stated(after, facet)
            )
        else:
            continue
        _assign(comparison, draft, old, new, facet)


def _assign(comparison: Comparison, draft: ChangeDraft, old: ElementPath, new: ElementPath, attribute: str) -> None:
    for path in {old, new}:
        comparison.assign(draft, path, attribute)


def _children(
    comparison: Comparison, old: ElementPath, new: ElementPath
) -> tuple[list[tuple[ElementPath, ElementPath]], Unpaired]:
    """The children that both sides have, and those that only one has."""
    before = {path.steps[-1]: path for path in comparison.old.facts.children.get(old, ())}
    after = {path.steps[-1]: path for path in comparison.new.facts.children.get(new, ())}
    both = [(path, after[step]) for step, path in before.items() if step in after]
    gone = (path for step, path in before.items() if step not in after)
    return both, Unpaired(gone, (path for step, path in after.items() if step not in before))


def _paired(comparison: Comparison, old: ElementPath, unpaired: Unpaired) -> Iterable[Pair]:
    yield from pairs.turned(unpaired)
    yield from pairs.recased(unpaired)
    if old.kind == "enum-type":
        yield from pairs.members(comparison, unpaired)
    if old.kind == "operation":
        yield from pairs.parameters(comparison, unpaired)


def _pair(comparison: Comparison, pair: Pair) -> None:
    """Report a paired element as renamed, moved or of another kind, with the changes within it."""
    rule, old, new = pair
    texts: tuple[str, str] = str(old), str(new)
    if old.kind in TYPES and old.kind != new.kind:
        texts = old.kind, new.kind
    elif old.kind != new.kind:
        texts = spell.element(old, comparison.old.known(old)), spell.element(new, comparison.new.known(new))
    draft = comparison.add(rule, old, new, *texts)
    if old.kind == new.kind or (old.kind in STRUCTURED and new.kind in STRUCTURED):
        _match(comparison, old, new)
    comparison.assign_subtree(draft, old, new)


def _overload(comparison: Comparison, pair: Pair) -> None:
    """Report the changes of an overload whose signature changed; the first change of the signature gets all differences
    that no other change explains."""
    mark = len(comparison.drafts)
    _match(comparison, pair.old, pair.new)
    comparison.assign_subtree(min(comparison.drafts[mark:], key=_weight), pair.old, pair.new)


def _weight(draft: ChangeDraft) -> tuple[bool, list[str], str]:
    """A sort key for the changes of one operation: changes of its signature come first. The order is the same when old
    and new change places."""
    in_signature = draft.rule in _SIGNATURE_RULES or any(not each.attribute for each in draft.differences)
    paths = sorted(str(path) for path in (draft.old, draft.new) if path)
    inner = any(path and path.kind not in ("operation", "parameter") for path in (draft.old, draft.new))
    return inner or not in_signature, paths, min((each.attribute for each in draft.differences), default="")


def _compare_order(
    comparison: Comparison, old: ElementPath, new: ElementPath, both: list[tuple[ElementPath, ElementPath]], mark: int
) -> None:
    """Compare the order of the parameters that both sides have. If it is the same, the list of parameters differs only
    since one was added, removed or renamed, and is part of the first such change."""
    before, after = comparison.old.known(old).get(PARAMETERS, ()), comparison.new.known(new).get(PARAMETERS, ())
    now = {one.steps[-1]: other.steps[-1] for one, other in both}
    kept = set(now.values())
    if [now[step] for step in before if step in now] != [step for step in after if step in kept]:
        draft = comparison.add("parameters-reordered", old, new, spell.value(before), spell.value(after))
    elif old == new and PARAMETERS in comparison.unexplained.get(old, {}):
        draft = min(comparison.drafts[mark:], key=_weight)
    else:
        return
    for path in {old, new}:
        comparison.assign(draft, path, PARAMETERS)


def _annotations(comparison: Comparison, unpaired: Unpaired) -> None:
    """Report annotations that only one side has, and take them out of `unpaired`."""
    for path in [path for path in unpaired.gone if path.kind == "annotation"]:
        del unpaired.gone[path]
        _annotation(comparison, path, None)
    for path in [path for path in unpaired.come if path.kind == "annotation"]:
        del unpaired.come[path]
        _annotation(comparison, None, path)


def _annotation(comparison: Comparison, old: ElementPath | None, new: ElementPath | None) -> None:
    """Report an annotation as changed, added or removed. Skips it if only its position changed."""
    change = annotation_change(comparison, old, new)
    before, after = change.before, change.after
    if not (before and after and sorted_element(before) == sorted_element(after)):
        texts = spell.annotation(before), spell.annotation(after)
        comparison.assign_subtree(comparison.add(annotation_rule(change), old, new, *texts), old, new)


def _report_unpaired(comparison: Comparison, unpaired: Unpaired) -> None:
    """Report elements of the old model alone as removed, and elements of the new model alone as added."""
    for path in unpaired.gone:
        _of_one_side(comparison, Presence(comparison.old, comparison.new, path, is_new=False))
    for path in unpaired.come:
        _of_one_side(comparison, Presence(comparison.new, comparison.old, path, is_new=True))


def _of_one_side(comparison: Comparison, presence: Presence) -> None:
    side, path = presence.here, presence.path
    if _reported_by_annotation(comparison, side, path):
        return
    text = spell.element(path, presence.known)
    rule = presence_rule(presence)
    added, removed = (rule, None, path, None, text), (rule, path, None, text, None)
    _within(comparison, side, path, comparison.add(*(added if presence.is_new else removed)))


def _reported_by_annotation(comparison: Comparison, side: Side, path: ElementPath) -> bool:
    """Report an `Annotations` element (CSDL section 14.2.1) of one side by its annotations, and say whether it is one.

    There is such an element where the model has none for its target, such as a path of navigation properties. Each of
    its annotations is a change, and the first is that of the element as well.
    """
    annotations = side.facts.of_kind(path, "annotation") if path.kind == "target" else []
    mark = len(comparison.drafts)
    for child in annotations:
        _annotation(comparison, *((child, None) if side is comparison.old else (None, child)))
    if annotations:
        comparison.assign_subtree(comparison.drafts[mark], path)
    return bool(annotations)


def _within(comparison: Comparison, side: Side, path: ElementPath, draft: ChangeDraft) -> None:
    """Make all within an element part of its change, except what schemas and containers hold: that is reported one by
    one."""
    if path.kind not in _HOLDERS:
        comparison.assign_subtree(draft, path)
        return
    for attribute in list(comparison.unexplained.get(path, ())):
        comparison.assign(draft, path, attribute)
    held = []
    for child in side.facts.children.get(path, ()):
        if child.kind in ("annotation", "target"):
            comparison.assign_subtree(draft, child)
        elif path.kind != "schema" or child.kind not in _PAIRED_ACROSS_SCHEMAS:
            held.append(child)
    _report_unpaired(comparison, Unpaired(held, ()) if side is comparison.old else Unpaired((), held))


def _without_binding(comparison: Comparison, unpaired: Unpaired) -> None:
    """Take the binding parameter of an operation that became bound or unbound out of `unpaired`: it is part of that
    change."""
    for side, paths in ((comparison.old, unpaired.gone), (comparison.new, unpaired.come)):
        for path in [path for path in paths if is_binding(side, path)]:
            del paths[path]


def _has_another_base(comparison: Comparison, old: ElementPath, new: ElementPath) -> bool:
    was, now = comparison.old.known(old).get("BaseType"), comparison.new.known(new).get("BaseType")
    # A name may stay, and stand for another type: what it stood for is gone, or another type is called that now.
    if was is None or now is None:
        return was is not now
    return bool(comparison.renamed.get(was, was) != now or comparison.former.get(now, now) != was)


def _compare_inherited(comparison: Comparison, old: ElementPath, new: ElementPath) -> None:
    """Compare inherited members, and the inherited key, when the base type changed."""
    for was, now in passed_on(comparison, old, new):
        if was and now:
            _match(comparison, was, now)
        else:
            _report_unpaired(comparison, Unpaired([was] if was else (), [now] if now else ()))
    compare_key(comparison, old, new)
