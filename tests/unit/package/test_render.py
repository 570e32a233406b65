"""Templates of a user's: they take the place of csdlgen's, print nothing but `Code`, and mistakes are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import Ran, call
from tests.support.csdl import document
from tests.support.project import tree

DOCUMENT = document(
    '<EnumType Name="colour"><Member Name="red" Value="0"/></EnumType>'
    '<EntityType Name="item"><Key><PropertyRef Name="id"/></Key>'
    '<Property Name="id" Type="Edm.String" Nullable="false"/>'
    '<Property Name="colour" Type="ns.colour"/></EntityType>'
    '<EntityContainer Name="c"><EntitySet Name="items" EntityType="ns.item"/></EntityContainer>',
    schema='Namespace="ns"',
)
CONFIG = """
[packages.demo]
output = "."
metadata = ["m.xml"]
service-root = "https://demo.example"
client = "DemoClient"
templates = "own"

[packages.demo.select]
resources = ["items"]
"""
ENUM = '"""Mine."""\n\n{% for line in it.imports %}\n{{ line }}\n{% endfor %}\n\n\n{{ it.declaration }}\n    {{ it.class_doc }}\n{% for each in it.members %}\n\n    {{ each.declaration }}\n{% endfor %}\n'  # noqa: E501


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "m.xml").write_bytes(DOCUMENT)
    (tmp_path / "csdlgen.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "own").mkdir()
    return tmp_path


def generate(folder: Path, **templates: str) -> Ran:
    for name, text in templates.items():
        (folder / "own" / f"{name}.jinja").write_text(text, "utf-8")
    return call("generate", cwd=folder)


def test_a_template_takes_the_place_of_one_and_all_others_stay(folder: Path) -> None:
    (folder / "csdlgen.toml").write_text(CONFIG.replace('templates = "own"\n', ""), "utf-8")
    assert generate(folder).code == 0
    before = tree(folder / "demo")
    (folder / "csdlgen.toml").write_text(CONFIG, "utf-8")
    ran = generate(folder, **{"enum.py": ENUM})
    assert ran.code == 0, ran.err
    after = tree(folder / "demo")
    assert {name for name in after if before.get(name) != after[name]} == {"models/colour.py", "_manifest.json"}
    assert b'"""Mine."""' in after["models/colour.py"]


def test_a_change_of_a_template_is_noticed(folder: Path) -> None:
    assert generate(folder, **{"enum.py": ENUM}).code == 0
    assert call("check", cwd=folder).code == 0
    (folder / "own" / "enum.py.jinja").write_text(ENUM.replace("Mine", "Yours"), "utf-8")
    ran = call("check", cwd=folder)
    assert (ran.code, "models/colour.py" in ran.out + ran.err) == (1, True)


def test_what_a_template_imports_of_the_runtime_is_there(folder: Path) -> None:
    place = folder / "csdlgen.toml"
    place.write_text(CONFIG.replace("client =", 'without = ["routes"]\nclient ='), encoding="utf-8")
    assert generate(folder, **{"enum.py": ENUM}).code == 0
    assert not {"walk.py", "sequences.py", "graph.py"} & {
        path.name for path in (folder / "demo" / "_runtime").iterdir()
    }
    imports = "from .._runtime import sequences as _lists, overloads\nfrom .._runtime.walk import (\n    Walk,\n)\n"
    assert generate(folder, **{"enum.py": ENUM.replace("{{ it.decl", f"{imports}\n{{{{ it.decl")}).code == 0
    runtime = {path.name for path in (folder / "demo" / "_runtime").iterdir()}
    assert {"walk.py", "sequences.py", "overloads.py"} <= runtime and "routes.py" not in runtime


def test_templates_include_others_whose_names_begin_with_an_underscore(folder: Path) -> None:
    ran = generate(folder, **{"enum.py": '{% include "_head" %}\n' + ENUM, "_head": "# head"})
    assert ran.code == 2, "its name has no ending"
    ran = generate(folder, **{"enum.py": '{% include "_head.jinja" %}\n' + ENUM})
    assert ran.code == 0, ran.err
    assert b"# head" in tree(folder / "demo")["models/colour.py"]


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("{% for %}", "1:1", "Expected"),
        ("\n\n{{ it.nothing }}", "3:1", "nothing"),
        ("\n{{ it.class_doc | upper }}", "2:1", "not Code"),
        ('x = {{ "1" }}', "1:1", "not Code"),
        ("{{ it.members }}", "1:1", "not Code"),
        ("x = (", "", "not Python"),
        ('{% include "_missing.jinja" %}', "", "_missing"),
        ("{% if 1 // 0 %}{% endif %}", "1:1", "zero"),
        ("{% for _ in range(9) %}{% endfor %}", "1:1", "range"),
        ('{% include "enum.py.jinja" %}', "1:1", "recursion"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_with_its_place(folder: Path, text: str, where: str, said: str) -> None:
    before = tree(folder)
    ran = generate(folder, **{"enum.py": text})
    assert ran.code == 2, ran
    assert f"own/enum.py.jinja:{where}" in ran.err and "template-invalid" in ran.err and said in ran.err
    assert tree(folder).keys() - before.keys() == {"own/enum.py.jinja"}


@pytest.mark.parametrize("way", ["cycler.__init__.__globals__.os", "it.render.__globals__", "''.__class__.__mro__"])
def test_a_template_reaches_nothing_of_python(folder: Path, way: str) -> None:
    ran = generate(folder, **{"enum.py": f"{{% if {way}.system('touch ran') %}}{{% endif %}}"})
    assert (ran.code, "template-invalid" in ran.err) == (2, True), ran
    assert not (folder / "ran").exists()


def test_a_template_that_takes_the_place_of_none_is_an_error(folder: Path) -> None:
    ran = generate(folder, **{"enums.py": ENUM})
    assert ran.code == 2
    assert "own/enums.py.jinja: template-unknown" in ran.err and "enum.py.jinja" in ran.err


def test_a_folder_without_templates_is_an_error(folder: Path) -> None:
    assert (generate(folder).code, "file-unreadable" in generate(folder).err) == (2, True)


def test_a_template_may_import_and_run_what_its_user_wants(folder: Path) -> None:
    own = ENUM.replace("{% for line", "import dataclasses\nfrom shop.base import Thing\n{% for line", 1)
    ran = generate(folder, **{"enum.py": own.replace("\n\n{{ it.d", "\n\n@Thing.register(1)\n{{ it.d", 1)})
    assert ran.code == 0, ran.err
    text = (folder / "demo" / "models" / "colour.py").read_text("utf-8")
    assert "from shop.base import Thing\n" in text
    assert "@Thing.register(1)\nclass Colour" in text


@pytest.mark.parametrize("line", ["return 1", "def f(x, x): pass", "\0", "x = " + "(" * 300])
def test_what_a_template_makes_and_is_no_python_is_a_mistake_of_the_template(folder: Path, line: str) -> None:
    ran = generate(folder, **{"enum.py": ENUM + line + "\n"})
    assert (ran.code, "own/enum.py.jinja" in ran.err, "models/colour.py" in ran.err) == (2, True, True), ran.err


def test_beside_templates_of_a_users_those_of_csdlgen_are_held_to_what_they_may_make(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csdlgen.package.barrier._DATA", ())
    ran = generate(folder, **{"enum.py": ENUM})
    assert (ran.code, "holds what no generated module may" in ran.err) == (3, True)


def loops(depth: int) -> str:
    """The heads of loops, one in another, of ten turns each; as many as Python has `for` in each other at most."""
    return "{% for a in [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] %}" * depth


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "'range' is undefined"),
        ("{{ lipsum(n=100000) }}", "'lipsum' is undefined"),
        ("{% set x = 9 ** (9 ** 9) %}{{ x }}", "templates do not multiply"),
        ("{% set x = 'a' * 100000000000 %}{{ x }}", "templates do not multiply"),
        ("{{ '%30000000s' | format('x') }}", "No filter named 'format'"),
        ("{{ 'x' | center(99999999999) }}", "No filter named 'center'"),
        ("{{ ['x'] | map('center', 99999999999) | list }}", "No filter named 'center'"),
        ("{% if 'x'.center(99999999999) %}{% endif %}", "is not safely callable"),
        ("{% set n = 'x'.center %}{% if n(99999999999) %}{% endif %}", "is not safely callable"),
        ("{% set x = '%99999999999s' % 'x' %}", "templates do not multiply"),
        ("{% set x = 'x' ~ 'x' %}", "templates do not multiply"),
        ("{% set x = 'x' + 'x' %}", "templates add numbers alone"),
        ("{% set x = 'x' | list | string %}", "templates make texts of texts and numbers alone"),
        ("{% set x = 'x' | list | upper %}", "templates make texts of texts and numbers alone"),
        ("{% set x = ['x' | list] | map('trim') | list %}", "templates make texts of texts and numbers alone"),
        ("{% set x = it.members - 1 %}", "templates subtract numbers alone"),
        (f"{{% set x = 1 %}}{'{% set x = x + x %}' * 64}", "templates count no further than 64 bits"),
        (f"{{% set x = 1 %}}{'{% set x = x - (0 - x) %}' * 64}", "templates count no further than 64 bits"),
        ("{% for a in [it, it] %}{% endfor %}", "templates build no lists of variables"),
        ("{% set a = (1, (it,)) %}", "templates build no lists of variables"),
        ("{% macro f(n) %}{% endmacro %}", "templates have no Macro"),
        ("{% for a in [1] recursive %}{% endfor %}", "templates have no recursive loop"),
        ("{% filter upper %}{% endfilter %}", "templates have no FilterBlock"),
        (f"{loops(4)}{'x' * 2000}{'{% endfor %}' * 4}", "it prints more than 10,000,000 characters"),
        (f"{loops(9)}{'{% endfor %}' * 9}", "the templates take more than 1,110,000 steps"),
        (f"{loops(9)[:-3]} if false %}}{'{% endfor %}' * 9}", "the templates take more than 1,110,000 steps"),
    ],
)  # fmt: skip
def test_a_template_that_would_not_end_is_refused(folder: Path, line: str, message: str) -> None:
    ran = generate(folder, **{"enum.py": ENUM + line + "\n"})
    assert (ran.code, message in ran.err) == (2, True), ran.err[:2000]
    assert ran.err.startswith("own/enum.py.jinja:14:1: template-invalid: ")
    assert len(ran.err) < 2000


@pytest.mark.parametrize("name", ['"_%d.jinja"', '["_%d.jinja"]', '["_none.jinja", "_%d.jinja"]'])
def test_templates_that_include_each_other_would_not_end_either(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty of them, each of which includes the next one twice, by name or as the first that there is, without a
    loop."""
    monkeypatch.setattr("csdlgen.package.own_templates._STEPS", 1_000)
    chain = {f"_{n}": f"{{% include {name % (n + 1)} %}}" * 2 for n in range(30)}
    ran = generate(folder, **{"enum.py": ENUM + '{% include "_0.jinja" %}', **chain, "_30": ""})
    assert (ran.code, "the templates take more than 111,000 steps" in ran.err) == (2, True), ran.err


def test_steps_are_those_of_a_run(folder: Path) -> None:
    """Each run has all of them, and what is in the plan may be looked through."""
    test = "loop.index + 1 - 1 > 0 and a.declaration | string | upper and (7 | string)"
    line = f"{{% if {test} %}}\n# {{{{ loop.cycle(a.declaration) }}}}\n{{% endif %}}\n"
    line = f"{{% for a in it.members | reverse if a.doc is defined %}}\n{line}{{% endfor %}}\n"
    for _ in range(3):
        ran = generate(folder, **{"enum.py": f"{ENUM}{loops(5)}{'{% endfor %}' * 5}\n{line}"})
        assert ran.code == 0, ran.err
    assert "# RED = " in (folder / "demo/models/colour.py").read_text("utf-8")
