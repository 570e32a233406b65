"""What was written to a model since it was read, so that an update can send just that.

Reading keeps no copy. A write leaves a note: which name of which JSON object, in a journal
that the model has from which the object was reached, `message` for what is written through
`message.sender.name`. Models and collections that are reached from another know it as their
`__owner__`; under which name they are in there is looked up when something is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, cast

Json = dict[str, Any]


class Journal(dict[int, "Written"]):
    """What was written, by the `id` of the JSON object, which its entry keeps alive.

    `into` is the journal that has taken this one over, where what it is about became
    part of another model: from then on notes go there.
    """

    __slots__ = ("into",)
    into: Journal | None

    def __init__(self, entries: Iterable[Written] = ()) -> None:
        super().__init__((id(each.wire), each) for each in entries)
        self.into = None


class Written:
    """What was written to one JSON object.

    `names` are those that were assigned, deleted, or changed in what they hold. `lent` are
    copies of values that were given out as bare JSON, since nothing tells of changes there.
    """

    __slots__ = ("lent", "names", "wire")

    def __init__(self, wire: Json) -> None:
        self.wire = wire
        self.names: set[str] = set()
        self.lent: Json = {}

    def written(self) -> set[str]:
        """The names that were written, or whose value changed after it was lent."""
        missing = object()
        changed = (k for k, v in self.lent.items() if self.wire.get(k, missing) != v)
        return {*self.names, *changed}

    def copy(self, wire: Json) -> Written:
        copied = Written(wire)
        copied.names.update(self.names)
        copied.lent.update(self.lent)
        return copied


# --- notes ---------------------------------------------------------------------------


def note(view: Any, name: str = "") -> None:
    """Note that `name` of a model, or the items of a collection, are about to change."""
    root, path = _path(view, name)
    for wire, each in path:
        _entry(root, wire).names.add(each)


def lend(view: Any, name: str = "") -> None:
    """Keep a copy of a value that is about to be given out as bare JSON."""
    root, path = _path(view, name)
    for wire, each in path:
        written = _entry(root, wire)
        if each not in written.names and each not in written.lent:
            written.lent[each] = deepcopy(wire.get(each))


def lead(view: Any, value: Any, name: str = "") -> None:
    """Let what is reached from a model or collection know its owner, if it is a model or
    a collection; bare JSON is lent."""
    if hasattr(value, "__wire__"):
        value.__owner__ = view
    else:
        lend(view, name)


def adopt(view: Any, value: Any) -> None:
    """Take over the notes of models that become part of another, those to come as well
    if nothing else had them before."""
    root, _ = _path(view, "")
    if not isinstance(root.__wire__, dict):
        return
    ours = _journal(root)
    for each in _models(value):
        known: Journal | None = getattr(each, "__journal__", None)
        is_free = known is None or known.into is None
        owner, _ = _path(each, "")
        if owner is not each or not isinstance(each.__wire__, dict) or not is_free:
            ours.update(Journal(own_entries(each)))
        elif (theirs := _journal(each)) is not ours:
            ours.update(theirs)
            theirs.into = ours


def _models(value: Any) -> Iterator[Any]:
    """The models and collections in what was assigned."""
    if hasattr(value, "__wire__"):
        yield value
    elif hasattr(value, "__iter__") and not isinstance(value, (str, bytes)):
        yield from (each for each in value if hasattr(each, "__wire__"))


def _path(view: Any, name: str) -> tuple[Any, list[tuple[Json, str]]]:
    """The model or collection that everything was reached from, and on the way there
    the objects that are about to change, each with the name in it."""
    path: list[tuple[Json, str]] = []
    while True:
        wire = view.__wire__
        if name:
            path.append((wire, name))
        owner = getattr(view, "__owner__", None)
        if owner is None:
            return view, path
        within = owner.__wire__
        if isinstance(within, dict):
            names = (k for k, v in cast(Json, within).items() if v is wire)
            name = next(names, "")
            if not name:  # it is no longer in there
                return view, path
        else:
            name = ""
        view = owner


def _journal(root: Any) -> Journal:
    found: Journal | None = getattr(root, "__journal__", None)
    if found is None:
        found = root.__journal__ = Journal()
    while found.into is not None:
        found = found.into
    return found


def _entry(root: Any, wire: Json) -> Written:
    journal = _journal(root)
    found = journal.get(id(wire))
    if found is None:
        found = journal[id(wire)] = Written(wire)
    return found


# --- what they say -------------------------------------------------------------------


def journal(model: Any) -> Mapping[int, Written]:
    """The notes about a model and what it was reached from."""
    root, _ = _path(model, "")
    return _journal(root) if hasattr(root, "__journal__") else {}


def changes(model: Any) -> Json:
    """What was assigned to a model, deleted, or changed in what it holds, since it was
    read; for a constructed model, all that it was given. As JSON, by the names in JSON.

    A property counts as changed once something was assigned to it, were it the value that
    it had. It comes whole, complex values and collections included. What was deleted is not
    there to be sent: an update leaves it as it is, where null would clear it. The types that
    the JSON states come along, `@odata.type` and `size@odata.type`.
    """
    wire: Json = model.__wire__
    entry = journal(model).get(id(wire))
    names = entry.written() if entry else set[str]()
    found = {k: v for k, v in wire.items() if k in names or _typed(k) in names}
    stated: Json = {
        name: wire[name] for name in ("@odata.type", "@type") if name in wire
    }
    return {**stated, **found} if found else {}


def _typed(name: str) -> str:
    """The property whose type a name states; empty for any other name."""
    head, _, term = name.rpartition("@")
    return head if term in ("odata.type", "type") else ""


# --- copies --------------------------------------------------------------------------


def copied_journal(model: Any, wire: Json) -> Journal:
    """The notes for a copy of a model, whose JSON object is `wire`."""
    own = id(model.__wire__)
    return Journal(
        entry.copy(wire if key == own else entry.wire)
        for key, entry in journal(model).items()
    )


def own_entries(model: Any) -> list[Written]:
    """The notes about a model and what it holds, without those about its owner."""
    known = journal(model)
    if not known:
        return []
    inside = (known.get(id(each)) for each in _objects(model.__wire__))
    return [entry for entry in inside if entry is not None]


def _objects(wire: Any) -> Iterator[Json]:
    """All JSON objects in a value, itself included, each once: a parent may be in its
    own child."""
    seen: set[int] = set()
    rest: list[Any] = [wire]
    while rest:
        each = rest.pop()
        if id(each) in seen or not isinstance(each, (dict, list)):
            continue
        seen.add(id(cast(Any, each)))
        if isinstance(each, dict):
            yield cast(Json, each)
            rest += cast(Json, each).values()
        else:
            rest += cast(Any, each)
