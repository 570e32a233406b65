"""Verbs are methods to `help`, `inspect` and documentation tools, in the class and at a builder."""

from __future__ import annotations

import inspect
import pydoc
from types import SimpleNamespace
from typing import Any

import pytest


class Recorder:
    """A sender that gives back what it is asked to send."""

    endpoint = "https://example.com/v1"
    _path = ""

    def __init__(self) -> None:
        self._sender = self

    def send(self, request: Any) -> Any:
        return request


@pytest.fixture(scope="module")
def thing(runtime: SimpleNamespace) -> Any:
    """A class of builders with a verb and the verb of a collection."""
    builders, requests = runtime.builders, runtime.requests

    class Thing(builders.Builder):  # type: ignore[misc, name-defined]
        """A thing."""

        @builders.verb  # type: ignore[untyped-decorator]
        def post(self, size: int, *, name: str | None = None) -> Any:
            """Make it of that size."""
            return requests.Request("POST", self._path, body={"size": size, "name": name})

        @builders.listing("Collection(Edm.String)")  # type: ignore[untyped-decorator]
        def list(self, *, top: int | None = None) -> Any:
            """Go through the names."""
            return requests.Request("GET", self._path, returns="Collection(Edm.String)")

    return Thing


def test_the_class_has_its_verbs_as_methods(thing: Any) -> None:
    assert hasattr(thing, "post") and {"post", "list"} <= set(dir(thing))
    assert inspect.isroutine(thing.post) and thing.post.__name__ == "post"
    assert thing.post.__doc__ == "Make it of that size."
    assert str(inspect.signature(thing.post)).startswith("(self, size: 'int', *, name: 'str | None' = None)")
    assert str(inspect.signature(thing.list)).startswith("(self, *, top: 'int | None' = None)")


def test_help_shows_verbs_among_the_methods(thing: Any) -> None:
    text = pydoc.plain(pydoc.render_doc(thing))
    methods = text.partition("Methods defined here:")[2].partition("Methods inherited")[0]
    assert "post(self, size: 'int', *, name: 'str | None' = None)" in methods and "Make it of that size." in methods
    assert "list(self, *, top: 'int | None' = None)" in methods


def test_a_verb_of_a_builder_shows_its_own_parameters_and_text(thing: Any) -> None:
    builder = thing(Recorder(), "/things")
    assert list(inspect.signature(builder.post).parameters) == ["size", "name"]
    assert list(inspect.signature(builder.list).parameters) == ["top"]
    assert inspect.getdoc(builder.post) == "Make it of that size."
    assert "Go through the names." in pydoc.plain(pydoc.render_doc(builder.list))


def test_a_verb_called_on_the_class_takes_the_builder_first(thing: Any) -> None:
    builder = thing(Recorder(), "/things")
    assert thing.post(builder, 3, name="x") == builder.post(3, name="x") == builder.post.to_request(3, name="x")


def test_a_builder_says_its_path(thing: Any) -> None:
    assert repr(thing(Recorder(), "/things")) == "<Thing /things>"


class AsyncRecorder(Recorder):
    """The same in coroutines."""

    async def send(self, request: Any) -> Any:
        return request


def test_a_bound_verb_has_the_names_of_its_method(thing: Any) -> None:
    for verb in (thing(Recorder(), "/things").post, thing(Recorder(), "/things").list):
        assert verb.__name__ in ("post", "list") and verb.__qualname__ == f"thing.<locals>.Thing.{verb.__name__}"
        assert repr(verb) == f"<{verb.__name__} of <Thing /things>>"


def test_verbs_are_equal_as_methods_are(thing: Any) -> None:
    one, other = thing(Recorder(), "/things"), thing(Recorder(), "/things")
    assert one.post == one.post and hash(one.post) == hash(one.post)
    assert one.post != one.list and one.post != other.post and one.post != "post"


def test_the_signature_of_a_verb_says_what_calling_gives(runtime: SimpleNamespace) -> None:
    builders, requests = runtime.builders, runtime.requests

    class Thing(builders.Builder):  # type: ignore[misc, name-defined]
        @builders.verb  # type: ignore[untyped-decorator]
        def get(self) -> Any:
            return requests.Request("GET", self._path)

        get.__wrapped__.__annotations__["return"] = "Request[int | None]"

    for sender, result in ((Recorder(), "int | None"), (AsyncRecorder(), "Coroutine[Any, Any, int | None]")):
        builder = Thing(sender, "/things")
        assert inspect.signature(builder.get).return_annotation == result
    assert inspect.signature(builders.Verb)  # that of the class, which is another


def test_no_link_leads_nowhere(thing: Any) -> None:
    """Else the root of the service would be asked: a delta link is None before the last page."""
    for link in ("", None):
        with pytest.raises(ValueError, match="there is no link"):
            thing(Recorder(), "/things").list.from_link(link)
