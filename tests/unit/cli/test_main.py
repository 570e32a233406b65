"""How the command ends: usage errors, bugs, interruption, output that nobody takes, and files edited by hand."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.support.project import tree
from tests.test_cases import CASES

PACKAGE = "demo"
COMMAND = [sys.executable, "-m", "csdlgen"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project, generated; tests leave it as it is."""
    folder = small_project(tmp_path_factory.mktemp("project"))
    assert run(["generate", "--config", str(folder / "csdlgen.toml")]) == 0
    return folder


def small_project(folder: Path) -> Path:
    for name in ("csdlgen.toml", "service.csdl.xml"):
        shutil.copy(CASES / "routes" / name, folder)
    return folder


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["generate", "--chek"], "--chek"),
        (["genrate"], "genrate"),
        (["generate", "--config"], "--config"),
        (["routes", "a", "b"], "b"),
        (["routes", "--format", "xml"], "xml"),
    ],
)
def test_usage_errors_exit_with_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert said in captured.err and "Error: " in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["generate", "--help"]])
def test_help_goes_to_stdout_and_is_clean(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    captured = capsys.readouterr()
    assert captured.out and not captured.err


def test_a_bug_of_ours_exits_with_3_and_says_so(project: Path) -> None:
    code = (
        "import sys, csdlgen.pipeline as pipeline\n"
        "def broken(*_): return 1 // 0\n"
        "pipeline.select_package = broken\n"
        "sys.argv[1:] = ['generate']\n"
        "from csdlgen.cli.main import main; main()\n"
    )
    before = tree(project)
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 3
    assert "ZeroDivisionError" in ran.stderr and ran.stderr.endswith("please report it with the lines above.\n")
    assert ran.stdout == ""
    assert tree(project) == before


WAITS = """
import sys, time, csdlgen.pipeline as pipeline
select, seconds = pipeline.select_package, float(sys.argv[1])
def wait(*arguments):
    print('waiting', flush=True)
    time.sleep(seconds)
    return select(*arguments)
pipeline.select_package = wait
sys.argv[1:] = ['generate', '--check']
from csdlgen.cli.main import main; main()
"""


def interrupted(project: Path, handler: signal.Handlers, seconds: float) -> tuple[int, str]:
    """Exit code and stderr of a run that is interrupted while it waits. It begins with its own handler of the signal,
    whatever that of the tests is, since a background job has it ignored."""
    with subprocess.Popen(
        [sys.executable, "-c", WAITS, str(seconds)],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, handler),
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        code = process.wait(60)
        return code, process.stderr.read().strip()


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
def test_an_interrupt_exits_with_130_and_writes_nothing(project: Path) -> None:
    before = tree(project)
    assert interrupted(project, signal.SIG_DFL, 60) == (130, "interrupted")
    assert tree(project) == before


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
def test_an_interrupt_that_is_ignored_stays_ignored(project: Path) -> None:
    """As nohup and shells have it for jobs in the background: interrupting another job must not end this one."""
    assert interrupted(project, signal.SIG_IGN, 0.2) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("command", [["routes"], ["slice"], ["generate", "--check", "--diff"]])
def test_a_reader_that_goes_away_gives_no_traceback(command: list[str], tmp_path: Path) -> None:
    """And is not taken for "clean" or "differences", since the answer has reached nobody."""
    small_project(tmp_path)
    read, write = os.pipe()
    os.close(read)
    try:
        ran = subprocess.run(
            [*COMMAND, *command], cwd=tmp_path, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    finally:
        os.close(write)
    assert "Traceback" not in ran.stderr and "Exception ignored" not in ran.stderr
    assert ran.returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_stdout_exits_with_2(project: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [*COMMAND, "routes"], cwd=project, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert ran.returncode == 2
    assert ran.stderr.strip() == "csdlgen: cannot write the output: No space left on device"


def test_a_closed_stdout_is_no_bug(project: Path) -> None:
    code = (
        "import sys; sys.stdout = None; from csdlgen.cli.exit_codes import run; sys.exit(run(['generate', '--check']))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_console_without_unicode_gets_escapes(tmp_path: Path) -> None:
    (tmp_path / "csdlgen.toml").write_text('[packages.x]\n"größe 日" = 1\n', encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    ran = subprocess.run(
        [*COMMAND, "generate"], cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False
    )
    assert ran.returncode == 2
    assert b"gr\xf6\xdfe \\u65e5" in ran.stderr and b"Traceback" not in ran.stderr


def test_slice_is_utf_8_whatever_the_console_is(project: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-16"}
    ran = subprocess.run(
        [*COMMAND, "slice"], cwd=project, env=environment, stdout=subprocess.PIPE, timeout=60, check=True
    )
    assert ran.stdout.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n') and b"\r" not in ran.stdout
    (project / "slice.xml").unlink(missing_ok=True)
    assert run(["slice", "--config", str(project / "csdlgen.toml"), "-o", str(project / "slice.xml")]) == 0
    assert (project / "slice.xml").read_bytes() == ran.stdout
    (project / "slice.xml").unlink()


def test_a_result_file_that_cannot_be_written_exits_with_2(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = project / "nowhere" / "slice.xml"
    assert run(["slice", "--config", str(project / "csdlgen.toml"), "-o", str(target)]) == 2
    assert f"{target}: file-unwritable: " in capsys.readouterr().err


def test_an_edited_file_is_refused_by_name_and_kept_with_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(["generate"]) == 0
    clean = tree(tmp_path)
    edited = tmp_path / "generated" / PACKAGE / "routes.py"
    edited.write_bytes(clean[f"generated/{PACKAGE}/routes.py"] + b"# mine: \xff\n")
    before = tree(tmp_path)
    capsys.readouterr()
    assert run(["generate"]) == 2
    said = capsys.readouterr().err
    assert f"generated/{PACKAGE}/routes.py: file-not-ours: " in said and "--force" in said
    assert run(["generate", "--check", "--diff"]) == 1
    assert "-# mine: \\xff" in capsys.readouterr().out
    assert tree(tmp_path) == before
    assert run(["generate", "--force"]) == 0
    assert f"kept a copy: generated/{PACKAGE}/routes.py.bak" in capsys.readouterr().out
    after = tree(tmp_path)
    assert after.pop(f"generated/{PACKAGE}/routes.py.bak") == before[f"generated/{PACKAGE}/routes.py"]
    assert after == clean
    assert run(["check"]) == 0


def test_places_are_named_as_one_opens_them_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From above the configuration's folder, and from below, where the configuration is found upwards."""
    project = tmp_path / "project"
    below = project / "below"
    below.mkdir(parents=True)
    document = small_project(project) / "service.csdl.xml"
    text = document.read_text(encoding="utf-8").replace('Type="demo.mode"', 'Type="demo.moode"')
    document.write_text(text, encoding="utf-8")
    number = text[: text.index("demo.moode")].count("\n") + 1
    monkeypatch.chdir(tmp_path)
    assert run(["generate", "--config", "project/csdlgen.toml"]) == 2
    assert capsys.readouterr().err.startswith(f"project/service.csdl.xml:{number}:9: unknown-type: ")
    monkeypatch.chdir(below)
    assert run(["generate"]) == 2
    assert capsys.readouterr().err.startswith(f"../service.csdl.xml:{number}:9: unknown-type: ")
    document.rename(below / "given.xml")
    assert run(["generate", "--metadata", "given.xml"]) == 2
    assert capsys.readouterr().err.startswith(f"given.xml:{number}:9: unknown-type: ")
    assert run(["generate"]) == 2
    assert capsys.readouterr().err.startswith("../service.csdl.xml: file-unreadable: ")
