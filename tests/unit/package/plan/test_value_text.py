"""What a schema says of its values, in a generated package: in hover text, for type checkers, and on the wire."""

from __future__ import annotations

import ast
import importlib
import pydoc
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from csdlgen.package.render import HEADER
from tests.support.checkers import marked, reported
from tests.support.cli import csdlgen

PRICE = (
    "In the currency that `currency` names; more than 0 and at most 1000; up to 10 digits, 2 of them behind the point."
)
SOURCES = Path(__file__).parent / "annotated"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the package `workshop` is in."""
    root = tmp_path_factory.mktemp("annotated")
    for name in ("csdlgen.toml", "workshop.csdl.xml"):
        shutil.copy(SOURCES / name, root / name)
    ran = csdlgen("generate", cwd=root)
    assert ran.code == 0, ran.err
    return root / "out"


@pytest.fixture(scope="module")
def workshop(out: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(out))
    try:
        yield importlib.import_module("workshop.models")
    finally:
        sys.path.remove(str(out))
        for name in [name for name in sys.modules if name.partition(".")[0] == "workshop"]:
            del sys.modules[name]


def hover(path: Path) -> dict[str, str]:
    """The docstring behind each attribute and property of the classes of a module, in one line."""
    texts: dict[str, str] = {}
    for cls in (node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)):
        for node, behind in zip(cls.body, [*cls.body[1:], ast.Pass()], strict=True):
            if isinstance(node, ast.FunctionDef):
                texts.setdefault(node.name, " ".join((ast.get_docstring(node) or "").split()))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                said = behind.value if isinstance(behind, ast.Expr) else None
                text = said.value if isinstance(said, ast.Constant) else ""
                texts[node.target.id] = " ".join(str(text).split())
    return texts


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        ("id", "Which request it is. Set on creation only; up to 36 characters."),
        ("priority", "How soon."),
        ("size", "Up to 2 characters."),
        ("colours", "Each one of `red`."),
        ("price", PRICE),
        ("weight", "What it weighs. Read-only. In kg."),
        ("pin", "Write-only."),
        ("drawing", "Of media type image/svg+xml; up to 4096 octets."),
        ("link", "A URL."),
        (
            "owner",
            (
                "Who asked. Filters must name it in `requests`."
                " Deprecated since 2026-01-31, to be removed on 2027-01-31. Ask for the requester."
            ),
        ),
        ("tools", "What it takes."),
    ],
)  # fmt: skip
def test_what_attributes_say(out: Path, attribute: str, text: str) -> None:
    assert hover(out / "workshop/models/request.py")[attribute] == text


def test_the_name_in_json_is_said_where_the_attribute_does_not_tell_it(out: Path) -> None:
    texts = hover(out / "workshop/models/set.py")
    assert texts["i_d"] == "Read-only."  # as the official SDK splits it, `ID` is all that it can be
    assert texts["none_"] == "JSON name `none`."
    assert texts["tags"] == "Each matches `^\\d+$`; at most 5 items."
    assert texts["time"] == "Seconds have 3 decimal places."


def test_what_queries_a_service_does_not_take(out: Path) -> None:
    assert hover(out / "workshop/builders/service.py")["requests"] == (
        "The collection `requests` of `work.shop.request`. No `top`, `skip` here; needs a `filter`; "
        "filters name `owner`."
    )
    texts = hover(out / "workshop/builders/request.py")
    assert texts["tools"] == "What it takes. No `count` here; not sorted by `name`."
    assert texts["jig"] == "The `jig` of `work.shop.jig`. No `expand` here."


def test_parameters_say_what_they_take(out: Path) -> None:
    tree = ast.parse((out / "workshop/builders/request.py").read_text(encoding="utf-8"))
    (paint,) = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == "PaintBuilder"]
    (post,) = [node for node in paint.body if isinstance(node, ast.FunctionDef)]
    assert ast.get_docstring(post) == "Call the action `work.shop.paint`.\n\ncolour: The colour.\ncoats: At most 3."
    assert [ast.unparse(each.annotation) for each in post.args.kwonlyargs if each.annotation] == [
        "Literal['red', 'blue']",
        "int | None",
    ]


def test_values_that_are_not_allowed_are_read_all_the_same(workshop: ModuleType) -> None:
    request = workshop.from_json(workshop.Request, {"priority": "urgent", "amount": 5, "size": "XXL"})
    assert (request.priority, request.amount, request.size) == ("urgent", 5, "XXL")
    assert str(workshop.Request.priority == "urgent") == "priority eq 'urgent'"


def test_deprecated_classes_work_and_say_so(workshop: ModuleType) -> None:
    jig = workshop.Jig(name="a", other="open")
    assert workshop.Jig.__deprecated__ == "Deprecated, to be removed on 2027-06-30."
    assert jig.other is workshop.State.OPEN
    assert "to be removed on 2027-06-30" in pydoc.plain(pydoc.render_doc(workshop.Jig))
    assert not hasattr(workshop.Tool, "__deprecated__")


def test_packages_work_without_docstrings(out: Path) -> None:
    code = "from workshop.models import Jig; assert Jig.__deprecated__ == Jig.__doc__; print(Jig(name='a').name)"
    command = [sys.executable, "-OO", "-c", code]
    ran = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
    assert ran.stdout == "a\n", ran.stderr


def test_optional_parameters_alternate_keys_and_media_types_are_honoured(workshop: ModuleType) -> None:
    client = importlib.import_module("workshop").WorkshopClient(None)
    hints = client.requests.by_link("https://x.example/1").hints.get
    assert hints.to_request().url == "/requests(link='https%3A%2F%2Fx.example%2F1')/hints()"
    assert hints.to_request(about="dust").url.endswith("/hints(about='dust')")
    assert "about: `safety` where it is left out." in hints.__doc__
    photo = client.requests["1"].tools["2"].photo
    assert photo.put.to_request(b"x").headers["Content-Type"] == "image/png"
    assert photo.put.to_request(b"x", content_type="image/gif").headers["Content-Type"] == "image/gif"
    octets = importlib.import_module("workshop._runtime.resources").MediaStream(client, "/x")
    assert octets.put.to_request(b"x").headers["Content-Type"] == "application/octet-stream"
    assert octets.get.to_request(params={"format": "pdf"}).url == "/x?format=pdf"
    assert octets.put.to_request(b"x", params={"conflict": "replace"}).url == "/x?conflict=replace"


def test_help_and_dir_show_nothing_private(workshop: ModuleType) -> None:
    for cls, names in ((workshop.Tool, ["name", "photo", "state"]), (workshop.Tool(), ["name", "photo", "state"])):
        assert [name for name in dir(cls) if name not in dir(object) and name not in dir(workshop.Model)] == names
    text = pydoc.plain(pydoc.render_doc(workshop.Tool))
    assert "state = <Field state>" in text
    assert not any(name in text for name in ("__wire__", "__props__", "__variants__", "__read__"))
    assert [name for name in dir(workshop) if name.startswith("_") and not name.startswith("__")] == []
    assert "TYPE_CHECKING" not in dir(workshop)
    builders = importlib.import_module("workshop.builders.request")
    text = pydoc.plain(pydoc.render_doc(builders.BurnBuilder))
    assert "Deprecated. Too hot." in text


@pytest.mark.slow
def test_black_leaves_it_as_it_is(out: Path, tmp_path: Path) -> None:
    for path in sorted((out / "workshop").rglob("*.py")):
        if "_runtime" not in path.parts and path.name != "_client.py":
            text = path.read_text(encoding="utf-8").removeprefix(HEADER)
            (tmp_path / "_".join(path.relative_to(out).parts)).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "black", "--check", "--diff", "--line-length", "88", "."]
    (tmp_path / "pyproject.toml").touch()
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_checkers_report_what_is_wrong_or_deprecated_and_nothing_else(checker: str, out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checked"
    shutil.copytree(out, folder)
    for name in ("right.py", "wrong.py"):
        shutil.copy(SOURCES / name, folder / name)
    assert len(marked(SOURCES / "wrong.py")) > 15
    assert reported(checker, folder) == {"wrong.py": marked(SOURCES / "wrong.py")}
