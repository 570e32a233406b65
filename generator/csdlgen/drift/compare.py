"""The comparison of two models: what is the same element is compared, what is not is paired, added or removed.

Every difference is accounted for by the innermost change that explains it; a rename or move accounts for what is left
of the element in its old and its new place.
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
_APART = TYPES | {"operation", "container"}
_HOLDERS = ("schema", "container")
_OF_SIGNATURE = frozenset(
    (
        *("operation-kind-changed", "operation-bound-changed", "binding-type-changed", "binding-collection-flipped"),
        *("binding-parameter-renamed", "binding-parameter-changed"),
    )
)
"""Rules on what identifies an overload."""


def compare(old: EdmModel, new: EdmModel) -> tuple[Change, ...]:
    """Every difference between two models, each as part of exactly one change, grouped under their causes.

    The order of children means nothing but that of parameters, and locations are not compared.
    """
    with uncollected():
        comparison = Comparison(old, new)
        _match_documents(comparison)
        return group(draft.done() for draft in comparison.drafts)


def _match_documents(comparison: Comparison) -> None:
    """Find the change for every difference.

    What schemas declare and only one side has is paired across all schemas, since it may have moved from one to
    another. Types that are the same under another name are found before anything that names them is compared.
    """
    root = ElementPath()
    apart = Unpaired((), ())
    _attributes(comparison, root, root)
    both, unpaired = _children(comparison, root, root)
    schemas = [(old, new, *_schema(comparison, old, new, apart)) for old, new in both if old.kind == "schema"]
    for side, paths, others in (
        (comparison.old, unpaired.gone, apart.gone),
        (comparison.new, unpaired.come, apart.come),
    ):
        inside = (child for path in paths for child in side.facts.children.get(path, ()))
        others.update((child, None) for child in inside if child.kind in _APART)
    types = list(pairs.types(apart))
    comparison.renamed.update((old.qualified, new.qualified) for rule, old, new in types if rule != "type-kind-changed")
    for old, new in both:
        if old.kind != "schema":
            _match(comparison, old, new)
    for old, new, inner, lone in schemas:
        _attributes(comparison, old, new)
        _annotations(comparison, lone)
        _lone(comparison, lone)
        for one, other in inner:
            _match(comparison, one, other)
    _lone(comparison, unpaired)
    for pair in (*types, *pairs.containers(apart)):
        _pair(comparison, pair)
    for pair in pairs.operations(comparison, apart, comparison.renamed):
        _overload(comparison, pair)
    _lone(comparison, apart)


def _schema(
    comparison: Comparison, old: ElementPath, new: ElementPath, apart: Unpaired
) -> tuple[list[tuple[ElementPath, ElementPath]], Unpaired]:
    """What both sides declare in a schema, and what only one does; types, operations and containers among the latter
    are moved to those of all schemas, `apart`."""
    both, unpaired = _children(comparison, old, new)
    for paths, others in ((unpaired.gone, apart.gone), (unpaired.come, apart.come)):
        for path in [path for path in paths if path.kind in _APART]:
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
            comparison.sweep(draft, one, other)
    if comparison.old.known(old).get("IsBound") != comparison.new.known(new).get("IsBound"):
        _without_binding(comparison, unpaired)
    _annotations(comparison, unpaired)
    _lone(comparison, unpaired)
    if old.kind == "operation":
        _order(comparison, old, new, [*both, *((pair.old, pair.new) for pair in paired)], mark)
    if new.kind in STRUCTURED and _has_another_base(comparison, old, new):
        _heritage(comparison, old, new)


def _attributes(comparison: Comparison, old: ElementPath, new: ElementPath) -> None:
    before, after = comparison.old.known(old), comparison.new.known(new)
    typed = TYPE in before and TYPE in after
    facets = FACET_NAMES if typed else ()
    drafts: dict[str, ChangeDraft] = {}
    for attribute in sorted({**before, **after}, key=NULLABLE.__eq__):  # Nullable after Collection
        was, now = before.get(attribute), after.get(attribute)
        if was == now or attribute in (PRESENT, PARAMETERS, *facets):
            continue
        if attribute == NULLABLE and COLLECTION in drafts:  # which is about items in one case, and not in the other
            draft = drafts[COLLECTION]
        elif attribute in FACET_NAMES and UNDERLYING in drafts:  # of a type definition that is of another type
            draft = drafts[UNDERLYING]
        else:
            rule = attribute_rule(AttributeChange(comparison, old, new, attribute, was, now))
            texts = map(spell.type_of, (before, after)) if attribute in _TYPED else map(spell.value, (was, now))
            draft = comparison.add(rule, old, new, *texts)
        drafts[attribute] = draft
        _take(comparison, draft, old, new, attribute)
    if typed:
        _facets(comparison, old, new, drafts)


def _facets(comparison: Comparison, old: ElementPath, new: ElementPath, drafts: dict[str, ChangeDraft]) -> None:
    """What became of the facets of a type, whether an element states them or a type definition does. With another
    type they mean something else, and go with its change."""
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
        _take(comparison, draft, old, new, facet)


def _take(comparison: Comparison, draft: ChangeDraft, old: ElementPath, new: ElementPath, attribute: str) -> None:
    for path in {old, new}:
        comparison.take(draft, path, attribute)


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
    """An element that is another one now: renamed, moved, of another kind."""
    rule, old, new = pair
    texts: tuple[str, str] = str(old), str(new)
    if old.kind in TYPES and old.kind != new.kind:
        texts = old.kind, new.kind
    elif old.kind != new.kind:
        texts = spell.element(old, comparison.old.known(old)), spell.element(new, comparison.new.known(new))
    draft = comparison.add(rule, old, new, *texts)
    if old.kind == new.kind or (old.kind in STRUCTURED and new.kind in STRUCTURED):
        _match(comparison, old, new)
    comparison.sweep(draft, old, new)


def _overload(comparison: Comparison, pair: Pair) -> None:
    """An overload with another signature: the first change of the signature accounts for the rest."""
    mark = len(comparison.drafts)
    _match(comparison, pair.old, pair.new)
    comparison.sweep(min(comparison.drafts[mark:], key=_weight), pair.old, pair.new)


def _weight(draft: ChangeDraft) -> tuple[bool, list[str], str]:
    """An order of the changes of one operation that is the same for both directions: what makes up its signature
    comes first."""
    signs = draft.rule in _OF_SIGNATURE or any(not each.attribute for each in draft.differences)
    paths = sorted(str(path) for path in (draft.old, draft.new) if path)
    inner = any(path and path.kind not in ("operation", "parameter") for path in (draft.old, draft.new))
    return inner or not signs, paths, min((each.attribute for each in draft.differences), default="")


def _order(
    comparison: Comparison, old: ElementPath, new: ElementPath, both: list[tuple[ElementPath, ElementPath]], mark: int
) -> None:
    """The order of the parameters that an operation keeps. What else its list of parameters says goes with the first
    that was added, removed or renamed."""
    before, after = comparison.old.known(old).get(PARAMETERS, ()), comparison.new.known(new).get(PARAMETERS, ())
    now = {one.steps[-1]: other.steps[-1] for one, other in both}
    kept = set(now.values())
    if [now[step] for step in before if step in now] != [step for step in after if step in kept]:
        draft = comparison.add("parameters-reordered", old, new, spell.value(before), spell.value(after))
    elif old == new and PARAMETERS in comparison.left.get(old, {}):
        draft = min(comparison.drafts[mark:], key=_weight)
    else:
        return
    for path in {old, new}:
        comparison.take(draft, path, PARAMETERS)


def _annotations(comparison: Comparison, unpaired: Unpaired) -> None:
    """Annotations that only one side has."""
    for path in [path for path in unpaired.gone if path.kind == "annotation"]:
        del unpaired.gone[path]
        _annotation(comparison, path, None)
    for path in [path for path in unpaired.come if path.kind == "annotation"]:
        del unpaired.come[path]
        _annotation(comparison, None, path)


def _annotation(comparison: Comparison, old: ElementPath | None, new: ElementPath | None) -> None:
    """One annotation with all in it; it may be the same in another place."""
    change = annotation_change(comparison, old, new)
    before, after = change.before, change.after
    if not (before and after and sorted_element(before) == sorted_element(after)):
        texts = spell.annotation(before), spell.annotation(after)
        comparison.sweep(comparison.add(annotation_rule(change), old, new, *texts), old, new)


def _lone(comparison: Comparison, unpaired: Unpaired) -> None:
    """What is only in the old model, or only in the new one."""
    for path in unpaired.gone:
        _of_one_side(comparison, Presence(comparison.old, comparison.new, path, is_new=False))
    for path in unpaired.come:
        _of_one_side(comparison, Presence(comparison.new, comparison.old, path, is_new=True))


def _of_one_side(comparison: Comparison, presence: Presence) -> None:
    side, path = presence.here, presence.path
    if _target(comparison, side, path):
        return
    text = spell.element(path, presence.known)
    rule = presence_rule(presence)
    added, removed = (rule, None, path, None, text), (rule, path, None, text, None)
    _within(comparison, side, path, comparison.add(*(added if presence.is_new else removed)))


def _target(comparison: Comparison, side: Side, path: ElementPath) -> bool:
    """Whether this is an `Annotations` element (CSDL section 14.2.1) that only one side has, whose target the model has
    no element for, such as a path of navigation properties. Each of its annotations is a change; the first accounts
    for the element."""
    annotations = side.facts.of_kind(path, "annotation") if path.kind == "target" else []
    mark = len(comparison.drafts)
    for child in annotations:
        _annotation(comparison, *((child, None) if side is comparison.old else (None, child)))
    if annotations:
        comparison.sweep(comparison.drafts[mark], path)
    return bool(annotations)


def _within(comparison: Comparison, side: Side, path: ElementPath, draft: ChangeDraft) -> None:
    """Let a change account for all within an element, but for what schemas and containers hold: each of that is a
    change of its own."""
    if path.kind not in _HOLDERS:
        comparison.sweep(draft, path)
        return
    for attribute in list(comparison.left.get(path, ())):
        comparison.take(draft, path, attribute)
    held = []
    for child in side.facts.children.get(path, ()):
        if child.kind in ("annotation", "target"):
            comparison.sweep(draft, child)
        elif path.kind != "schema" or child.kind not in _APART:
            held.append(child)
    _lone(comparison, Unpaired(held, ()) if side is comparison.old else Unpaired((), held))


def _without_binding(comparison: Comparison, unpaired: Unpaired) -> None:
    """Leave out the binding parameter of an operation that is bound now, or no longer: that is a change itself."""
    for side, paths in ((comparison.old, unpaired.gone), (comparison.new, unpaired.come)):
        for path in [path for path in paths if is_binding(side, path)]:
            del paths[path]


def _has_another_base(comparison: Comparison, old: ElementPath, new: ElementPath) -> bool:
    was, now = comparison.old.known(old).get("BaseType"), comparison.new.known(new).get("BaseType")
    return (comparison.renamed.get(was, was) if was else None) != now


def _heritage(comparison: Comparison, old: ElementPath, new: ElementPath) -> None:
    """What a type has from base types, where its base type is another."""
    for was, now in passed_on(comparison, old, new):
        if was and now:
            _match(comparison, was, now)
        else:
            _lone(comparison, Unpaired([was] if was else (), [now] if now else ()))
    compare_key(comparison, old, new)
