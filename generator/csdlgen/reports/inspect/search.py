"""Everything whose name or description contains a text."""

from __future__ import annotations

from csdlgen.edm.model import EdmModel, EntityContainer, ReturnType
from csdlgen.edm.visit import elements, path_of
from csdlgen.edm.vocabularies import description
from csdlgen.reports.inspect.elements import kind_of
from csdlgen.reports.inspect.report_types import Hit


def search(model: EdmModel, text: str) -> dict[str, tuple[Hit, ...]]:
    """Hits by kind of element, in document order, in any case. Names are searched without their namespaces, unless the
    text has a dot. The overloads of an operation are one hit."""
    wanted = text.casefold()
    hits: dict[str, dict[str, Hit]] = {}
    for parent, element in elements(*model.schemas):
        kind = kind_of(parent, element)
        if not kind or isinstance(element, ReturnType):
            continue
        path = path_of(None if isinstance(parent, EntityContainer) else parent, element)
        name = path if "." in wanted else path.rpartition("/")[2].rpartition(".")[2]
        about = description(element.annotations)
        if wanted in name.casefold() or wanted in about.casefold():
            hits.setdefault(kind, {}).setdefault(path, Hit(path, about))
    return {kind: tuple(by_path.values()) for kind, by_path in hits.items()}
