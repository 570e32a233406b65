"""The action, the hook, the workflow example and the page about them say what csdlgen really takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from lxml import etree

from csdlgen.cli.commands import cli
from csdlgen.cli.drift_options import FORMATS
from csdlgen.project.config import parse_config
from tests.conftest import ROOT
from tests.support.cli import csdlgen
from tests.support.report_schemas import GITLAB, JUNIT, SARIF
from tests.support.repository import commit, git
from tests.support.upstream import project, service

ACTION = ROOT / "action.yml"
ACTION_SCRIPT = ROOT / ".github/action/check.py"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
EXAMPLE = ROOT / ".github/workflows/schema-update.yml.example"
DRIFT_PAGE = ROOT / "docs/drift.md"
CI_PAGE = ROOT / "docs/ci.md"
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


def blocks(page: Path = DRIFT_PAGE) -> list[Any]:
    """The YAML in a page."""
    return [yaml.safe_load(each) for each in re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]


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


def test_something_is_run() -> None:
    assert {command for text in scripts().values() for command, _ in used(text)} == {"check", "update"}
    assert ACTION_SCRIPT.name in scripts()["action: Check"]


def test_the_page_names_commands_and_options_that_exist() -> None:
    text = DRIFT_PAGE.read_text("utf-8")
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
    policies = choices["policy"]
    assert isinstance(policies, click.Choice)
    for name, known in (("policy", tuple(policies.choices)), ("format", FORMATS)):
        assert inputs()[name]["default"] in {"", *known}
        assert all(each in inputs()[name]["description"] for each in known)


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


# --- the action, run ------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepRun:
    """How the step of the action ended."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]


def step_run(folder: Path, given: dict[str, str]) -> StepRun:
    """Run the script of the action in a folder, with csdlgen as it is here in place of the one that it installs."""
    for name in ("click", "csdlgen", "json", "lxml", "subprocess"):  # which a repository may have, too
        (folder / f"{name}.py").write_text(f"raise SystemExit({name!r})\n", encoding="utf-8")
    programs = folder / "runner" / "csdlgen" / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    program = programs / "python"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    step = read(ACTION)["runs"]["steps"][-1]
    inputs_of = {name: text.split(".")[1].rstrip(" }") for name, text in step["env"].items() if "inputs." in text}
    assert set(given) <= set(inputs_of)
    files = {name: folder / "runner" / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    environment = {
        **os.environ,
        **{name: inputs()[of]["default"] for name, of in inputs_of.items()},
        **given,
        **{name: str(place) for name, place in files.items()},
        "RUNNER_TEMP": str(folder / "runner"),
        "SOURCE": str(ROOT),
    }
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=120,
    )  # fmt: skip
    summary, outputs = (place.read_text("utf-8") if place.exists() else "" for place in files.values())
    return StepRun(ran.returncode, ran.stdout, summary, dict(line.split("=", 1) for line in outputs.splitlines()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with its package, and what the service may publish."""
    project(tmp_path)
    assert csdlgen("generate", cwd=tmp_path).code == 0
    (tmp_path / "same.xml").write_bytes(service())
    (tmp_path / "moved.xml").write_bytes(service(LABEL))
    return tmp_path


def test_the_action_runs_nothing_of_the_repository_that_it_checks() -> None:
    """`python -m` takes modules of the current folder first, and that is the repository."""
    runs = [step["run"] for step in read(ACTION)["runs"]["steps"] if "run" in step]
    calls = [call for run in runs for call in re.findall(r'"\$(?:PYTHON|programs/python)"(.*)', run)]
    calls += [run for run in re.findall(r'/python"(.*)', "\n".join(runs)) if run not in calls]
    assert len(calls) == 3 and all(call.startswith(" -I ") for call in calls), calls


needs_bash = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("bash") is None, reason="the scripts are for bash"
)


@pytest.mark.slow
@needs_bash
@pytest.mark.parametrize(
    ("given", "code", "said", "outputs"),
    [
        ({}, 0, "up to date", ("false", "0")),
        ({"AGAINST": "same.xml"}, 0, "no differences", ("false", "0")),
        (
            {"AGAINST": "\nmoved.xml\n", "PACKAGE": "demo_client"},
            1, "::error file=metadata/demo.csdl.xml,line=", ("true", "1"),
        ),
        (
            {"AGAINST": "moved.xml", "FAIL_ON": "read=any\nwrite=never", "FORMAT": "json", "POLICY": "odata"},
            1, '"write": "never"', ("true", "1"),
        ),
        ({"AGAINST": "moved.xml", "FAIL_ON": "never", "MIN_LEVEL": "breaking"}, 0, "1 breaking", ("true", "1")),
        ({"AGAINST": "missing.xml; touch here"}, 2, "csdlgen check::Not decided: missing.xml; touch here: ", ("", "")),
        ({"CONFIG": "nowhere.toml"}, 2, "::error title=csdlgen check::Not decided: nowhere.toml", ("", "")),
    ],
)  # fmt: skip
def test_the_script_of_the_action_runs(
    folder: Path, given: dict[str, str], code: int, said: str, outputs: tuple[str, str]
) -> None:
    ran = step_run(folder, given)
    assert ran.code == code, ran
    assert said in ran.log
    assert (ran.outputs["changed"], ran.outputs["breaking"]) == outputs
    assert bool(ran.outputs["report"]) == (code < 2 and "AGAINST" in given)
    assert ran.summary.startswith("**Not decided" if code == 2 else "The generated code is current")
    assert ("### Schema drift: " in ran.summary) == bool(ran.outputs["report"])
    assert not (folder / "here").exists()


@pytest.mark.slow
@needs_bash
@pytest.mark.parametrize("current", [True, False])
def test_a_comparison_that_could_not_be_made_is_not_reported_as_clean(folder: Path, *, current: bool) -> None:
    if not current:
        (folder / "src/demo_client/routes.py").unlink()
    ran = step_run(folder, {"AGAINST": "http://127.0.0.1:9/100%25/$metadata"})
    assert ran.code == 2
    (annotation,) = [line for line in ran.log.splitlines() if line.startswith("::error title=csdlgen check::")]
    assert "Not decided: http://127.0.0.1:9/100%2525/$metadata: fetch-failed: " in annotation
    first, _, second = ran.summary.partition("\nOf the repository alone:\n")
    assert first.startswith("**Not decided: the comparison with what the service publishes could not be made.**")
    assert "\n    http://127.0.0.1:9/100%25/$metadata: fetch-failed: " in first
    assert ("The generated code is current" in second, "missing src/demo_client/routes.py" in second) == (
        current, not current,
    )  # fmt: skip
    assert ran.outputs == {"changed": "" if current else "true", "breaking": "", "report": ""}


@pytest.mark.slow
@needs_bash
def test_annotations_sarif_and_a_page_come_of_one_run(folder: Path) -> None:
    ran = step_run(folder, {"AGAINST": "moved.xml", "FORMAT": "github\nsarif=drift.sarif\njunit=drift.xml"})
    assert ran.code == 1 and "::error file=metadata/demo.csdl.xml" in ran.log
    SARIF.validate(read(folder / "drift.sarif"))
    assert (folder / "drift.xml").exists()
    assert Path(ran.outputs["report"]).read_text("utf-8").startswith("<!DOCTYPE html>")
    ran = step_run(folder, {"AGAINST": "moved.xml", "FORMAT": "markdown", "OUTPUT": "found.md", "ACCEPT": "a.toml"})
    assert ran.code == 2 and not (folder / "found.md").exists()  # there is no such accept file
    ran = step_run(folder, {"AGAINST": "moved.xml", "FORMAT": "markdown", "OUTPUT": "found.md"})
    assert ran.code == 1 and (folder / "found.md").exists()


@pytest.mark.slow
@needs_bash
@pytest.mark.parametrize("against", ["", "same.xml"])
def test_output_that_is_not_current_is_annotated_once(folder: Path, against: str) -> None:
    (folder / "src/demo_client/routes.py").unlink()
    ran = step_run(folder, {"AGAINST": against})
    assert ran.code == 1
    assert ran.log.count("::error title=generated code is not current::missing src/demo_client/routes.py.") == 1
    assert "    missing src/demo_client/routes.py\n" in ran.summary
    assert (ran.outputs["changed"], ran.outputs["breaking"]) == ("true", "0")


@pytest.mark.slow
@needs_bash
def test_the_action_ends_within_its_time_limit(folder: Path) -> None:
    ran = step_run(folder, {"AGAINST": "moved.xml", "TIME_LIMIT": "0.0005"})
    assert ran.code == 2
    assert ran.log == "::error title=csdlgen check::csdlgen was not done after 0.0005 minutes (time-limit).\n"
    assert ran.summary == "**Not decided.** csdlgen was not done after 0.0005 minutes (time-limit).\n"
    assert ran.outputs == {"changed": "", "breaking": "", "report": ""}


# --- other CI servers, run ------------------------------------------------------------------------


def bash_of_ci(folder: Path, script: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run lines of a job as a runner does, with csdlgen as it is here."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    program = programs / "csdlgen"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m csdlgen "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    paths = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder, env={**os.environ, **environment, **paths}, capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip


@pytest.mark.slow
@needs_bash
@pytest.mark.parametrize(("upstream", "code"), [("same.xml", 0), ("moved.xml", 1)])
def test_the_job_of_gitlab_runs_and_leaves_its_artifacts(folder: Path, upstream: str, code: int) -> None:
    (job,) = [each["schema"] for each in blocks(CI_PAGE) if "schema" in each]
    assert job["variables"] == {"UPSTREAM": "https://graph.microsoft.com/beta/$$metadata"}
    ran = bash_of_ci(folder, "\n".join(job["script"]), {"UPSTREAM": upstream})
    assert ran.returncode == code, ran
    reports = job["artifacts"]["reports"]
    GITLAB.validate(read(folder / reports["codequality"]))
    JUNIT.assertValid(etree.parse(folder / reports["junit"]))
    assert all((folder / path).exists() for path in job["artifacts"]["paths"])


@pytest.mark.slow
@needs_bash
@pytest.mark.parametrize(("upstream", "code"), [("same.xml", 0), ("moved.xml", 1), ("missing.xml", 2)])
def test_the_steps_of_azure_pipelines_run(folder: Path, upstream: str, code: int) -> None:
    (pipeline,) = [each for each in blocks(CI_PAGE) if "trigger" in each]
    steps = pipeline["jobs"][0]["steps"]
    (step,) = [each for each in steps if "bash" in each]
    assert list(step["env"]) == ["UPSTREAM"]
    ran = bash_of_ci(folder, step["bash"], {"UPSTREAM": upstream})
    assert ran.returncode == code, ran
    assert (f"##vso[task.uploadsummary]{folder}/drift.md" in ran.stdout) == (code < 2)
    published = [each["inputs"] for each in steps if "Publish" in each.get("task", "")]
    names = [each.get("testResultsFiles") or each["targetPath"] for each in published]
    assert names == ["drift.junit.xml", "drift.html"]
    assert [(folder / name).exists() for name in names] == [code < 2] * 2


@pytest.mark.slow
@needs_bash
def test_a_pull_request_is_compared_with_its_base_branch(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (job,) = [each["jobs"]["compare"] for each in blocks(CI_PAGE) if "compare" in each.get("jobs", {})]
    checkout, step = job["steps"][0], job["steps"][-1]
    assert checkout["with"]["fetch-depth"] == 0 and "${{" not in step["run"]
    assert step["env"] == {"BASE": "${{ github.base_ref }}"}
    commit(folder)
    clone = tmp_path_factory.mktemp("runner") / "clone"
    git(folder, "clone", "--quiet", ".", str(clone))
    git(clone, "checkout", "--quiet", "--detach")  # as actions/checkout leaves it
    git(clone, "branch", "--delete", "--force", "main")
    ran = bash_of_ci(clone, step["run"], {"BASE": "main"})
    assert ran.returncode == 0, ran
    document = clone / "metadata" / "demo.csdl.xml"
    document.write_text(document.read_text("utf-8").replace(*LABEL), encoding="utf-8")
    assert csdlgen("generate", cwd=clone).code == 0
    ran = bash_of_ci(clone, step["run"], {"BASE": "main"})
    assert ran.returncode == 1 and "::error file=metadata/demo.csdl.xml" in ran.stdout, ran


def test_no_page_installs_csdlgen_from_an_index() -> None:
    """It is not published, so that a stranger could take the name."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    lines = [line for page in pages for line in page.read_text("utf-8").splitlines() if "pip install" in line]
    wanted = [line.partition("pip install")[2].partition("&&")[0] for line in lines]
    assert len(wanted) > 5 and not [each for each in wanted if re.search(r"""\s["']?csdlgen\b(?!/)""", each)]
    jobs = [line for line in CI_PAGE.read_text("utf-8").splitlines() if "pip install --quiet" in line]
    assert len(jobs) == 3 and all('"git+https://github.com/OWNER/csdlgen@COMMIT"' in line for line in jobs)


def test_the_page_about_ci_names_what_there_is() -> None:
    text = CI_PAGE.read_text("utf-8")
    for command, options in used(text):
        assert set(options) <= takes(command)
    rows = re.findall(r"^\| `([a-z]+)` \|", text, re.MULTILINE)
    assert sorted(rows) == sorted({*FORMATS} - {"text"})
    (workflow,) = [each for each in blocks(CI_PAGE) if each.get("name") == "schema"]
    (step,) = [each for each in workflow["jobs"]["check"]["steps"] if "csdlgen" in each["uses"]]
    assert set(step["with"]) <= set(inputs())
    assert set(re.findall(r"steps\.schema\.outputs\.(\w+)", text)) <= set(read(ACTION)["outputs"])
    (table,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert parse_config(table, source="pyproject.toml").drift.accept == "csdlgen-accept.toml"
