"""Signatures of verbs for `inspect` and what builds on it: what calling one takes and
gives, with the types of the builder that it is taken from."""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import Signature, signature
from typing import Any, ForwardRef, get_args, get_origin


def signature_of(build: Callable[..., Any], *, gives: str) -> Signature:
    """That of a verb, from the method of a builder that builds its request; `gives` is a
    pattern for the result: `Coroutine[Any, Any, {}]`."""
    found = signature(build)
    names = _models(build)
    text = re.sub(r"^Request\[(.*)\]$", r"\1", str(found.return_annotation))
    text = re.sub(r"^Page\[(.*)\]$", r"\1", text) if "Paged" in gives else text
    parameters = [
        each.replace(annotation=_named(str(each.annotation), names))
        for each in found.parameters.values()
    ]
    result = gives.format(_named(text, names))
    return Signature(parameters, return_annotation=result)


def _named(annotation: str, names: dict[str, str]) -> str:
    """An annotation with the type variables replaced that stand for models."""
    return re.sub(r"\b\w+\b", lambda found: names.get(found[0], found[0]), annotation)


def _models(build: Callable[..., Any]) -> dict[str, str]:
    """What stands for the type variables of the class that has a method, where a class of
    builders names it among its bases: {"M": "User"}."""
    builder: object = getattr(build, "__self__", None)
    owner = getattr(build, "__qualname__", "").rpartition(".")[0]
    for base in type(builder).__mro__:
        for each in getattr(base, "__orig_bases__", ()):
            origin = get_origin(each)
            if getattr(origin, "__name__", "") == owner:
                variables: tuple[Any, ...] = getattr(origin, "__parameters__", ())
                given = zip(variables, get_args(each), strict=True)
                return {
                    variable.__name__: argument.__forward_arg__
                    for variable, argument in given
                    if isinstance(argument, ForwardRef)
                }
    return {}
