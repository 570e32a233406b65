"""Usage errors, and help."""

from __future__ import annotations

import pytest

from csdlgen.cli.exit_codes import run


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
