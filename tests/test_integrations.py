"""The action, the hook, the workflow example and the page about them say what csdlgen really takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from csdlgen.cli.commands import cli
from tests.conftest import ROOT
from tests.support.cli import csdlgen
from tests.support.upstream import project, service

ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
EXAMPLE = ROOT / ".github/workflows/schema-update.yml.example"
PAGE = ROOT / "docs/drift.md"
_PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
LABEL = ('<Property Name="label" Type="Edm.String"/>', "")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def scripts() -> dict[str, str]:
    """Everything that these files would run."""
    found = {f"action: {each.get('name')}": each["run"] for each in read(ACTION)["runs"]["steps"] if "run" in each}
    steps = [each for job in read(EXAMPLE)["jobs"].values() for each in job["steps"]]
    found |= {f"example: {each.get('name')}": each["run"] for each in steps if "run" in each}
    return found | {f"hook: {each['id']}": each["entry"] for each in read(HOOKS)}


def blocks() -> list[Any]:
    """The YAML in the page."""
    return [yaml.safe_load(each) for each in re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)]


def commands() -> dict[str, click.Command]:
    return cli.commands


def takes(command: str) -> set[str]:
    return {name for each in commands()[command].params for name in (*each.opts, *each.secondary_opts)}


def used(text: str) -> list[tuple[str, list[str]]]:
    """The commands of csdlgen in a text, each with the options on its line."""
    lines = re.findall(r'(?:^|[`"\s/])csdlgen"? ([a-z]+)([^`|\n]*)', text, re.MULTILINE)
    return [(name, re.findall(r"(?<!\S)(--[a-z-]+)", rest)) for name, rest in lines]


@pytest.mark.parametrize("name", scripts())
def test_every_command_and_option_that_is_run_exists(name: str) -> None:
    text = scripts()[name]
    for command, options in used(text):
        assert set(options) <= takes(command)
    if "options+=" in text:
        assert set(re.findall(r"(--[a-z-]+)=", text)) <= takes("check")


def test_something_is_run() -> None:
    assert {command for text in scripts().values() for command, _ in used(text)} == {"check", "update"}


def test_the_page_names_commands_and_options_that_exist() -> None:
    text = PAGE.read_text("utf-8")
    section = text[text.index("## Drift in CI") :]
    found = used(section)
    assert {command for command, _ in found} == {"check", "update"}
    for command, options in found:
        assert set(options) <= takes(command)
    named = set(re.findall(r"`(--[a-z-]+)`", section))
    assert named <= takes("check") | takes("update")
    assert set(re.findall(r"`([a-z-]+)`", section.partition("Inputs:")[2].partition(";")[0])) == set(inputs())


def inputs() -> dict[str, Any]:
    found: dict[str, Any] = read(ACTION)["inputs"]
    return found


def test_the_page_shows_the_action_and_the_hook_as_they_are() -> None:
    workflow, hooks = blocks()
    (used,) = [each for each in workflow["jobs"]["check"]["steps"] if "csdlgen" in each["uses"]]
    assert set(used["with"]) <= set(inputs())
    (repo,) = hooks["repos"]
    assert [each["id"] for each in repo["hooks"]] == [each["id"] for each in read(HOOKS)]


def test_choices_are_those_of_the_command() -> None:
    choices = {each.name: each.type for each in commands()["check"].params}
    for name, option in (("policy", "policy"), ("format", "form")):
        kind = choices[option]
        assert isinstance(kind, click.Choice)
        assert inputs()[name]["default"] in kind.choices
        assert all(each in inputs()[name]["description"] for each in kind.choices)


def test_nothing_of_an_input_or_a_secret_is_written_into_a_script() -> None:
    assert not [name for name, text in scripts().items() if "${{" in text]


def test_what_others_wrote_is_pinned() -> None:
    text = ACTION.read_text("utf-8") + EXAMPLE.read_text("utf-8")
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    assert all(map(_PINNED.fullmatch, uses))


def test_the_hook_writes_nothing_and_takes_no_files() -> None:
    (hook,) = read(HOOKS)
    assert hook["pass_filenames"] is False
    assert hook["language"] == "python"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="the script is for bash")
@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({}, 0, "up to date"),
        ({"AGAINST": "same.xml"}, 0, "no differences"),
        ({"AGAINST": "\nmoved.xml\n", "PACKAGE": "demo_client"}, 1, "::error file=metadata/demo.csdl.xml,line="),
        ({"AGAINST": "moved.xml", "FAIL_ON": "read=any\nwrite=never", "FORMAT": "json"}, 1, '"write": "never"'),
        ({"AGAINST": "moved.xml", "FAIL_ON": "never", "OUTPUT": "found.md", "FORMAT": "markdown"}, 0, ""),
        ({"AGAINST": "missing.xml; touch here"}, 2, ""),
    ],
)
def test_the_script_of_the_action_runs(tmp_path: Path, given: dict[str, str], code: int, said: str) -> None:
    """With csdlgen as it is here in place of the one that the step before installs."""
    project(tmp_path)
    assert csdlgen("generate", cwd=tmp_path).code == 0
    (tmp_path / "same.xml").write_bytes(service())
    (tmp_path / "moved.xml").write_bytes(service(LABEL))
    programs = tmp_path / "runner" / "csdlgen" / "bin"
    programs.mkdir(parents=True)
    program = programs / "csdlgen"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m csdlgen "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    step = read(ACTION)["runs"]["steps"][-1]
    defaults = {name: inputs()[text.split(".")[1].rstrip(" }")]["default"] for name, text in step["env"].items()}
    environment = {**os.environ, **defaults, **given, "RUNNER_TEMP": str(tmp_path / "runner")}
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert (ran.returncode, said in ran.stdout) == (code, True), ran
    assert not (tmp_path / "here").exists()
    assert (tmp_path / "found.md").exists() == ("OUTPUT" in given)
