"""Questions in a terminal: which numbers are taken, what is said about the others, and how lists look."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.cli.choose import choose_interactively, lines, picked
from csdlgen.csdl import read_csdl
from csdlgen.start.choices import Choices
from csdlgen.urls import UrlLookup
from tests.support.mail import mail_document

NAMES = ["a", "b", "c", "d", "GET /e"]


@pytest.mark.parametrize(
    ("answer", "taken", "wrong"),
    [
        ("1", ["a"], []),
        ("1 3", ["a", "c"], []),
        ("3,1", ["c", "a"], []),
        ("1, 2", ["a", "b"], []),
        ("1-3", ["a", "b", "c"], []),
        ("2 - 3, 5", ["b", "c", "GET /e"], []),
        ("2–4", ["b", "c", "d"], []),
        ("1-3 2-4 1", ["a", "b", "c", "d"], []),
        ("c 1", ["c", "a"], []),
        ("GET /e", ["GET /e"], []),
        ("1 2 99", ["a", "b"], ["99"]),
        ("1 x", ["a"], ["x"]),
        ("0", [], ["0"]),
        ("6", [], ["6"]),
        ("4-6", [], ["4-6"]),
        ("0-2", [], ["0-2"]),
        ("3-1", [], ["3-1"]),
        ("-1", [], ["-1"]),
        ("1-", [], ["1-"]),
        ("1-2-3", [], ["1-2-3"]),
        ("1.5", [], ["1.5"]),
        ("1x", [], ["1x"]),
        ("²", [], ["²"]),
        ("٣", [], ["٣"]),
        ("12345678901", [], ["12345678901"]),
        ("messages", [], ["messages"]),
    ],
)
def test_numbers_ranges_and_listed_names_choose_and_all_else_is_wrong(
    answer: str, taken: list[str], wrong: list[str]
) -> None:
    assert picked(NAMES, answer) == (taken, wrong)


@given(st.text(st.sampled_from("0123456789-, x"), max_size=12))
def test_no_part_of_an_answer_is_dropped(answer: str) -> None:
    taken, wrong = picked(NAMES, answer)
    assert bool(taken or wrong) == bool(answer.replace(",", " ").strip())
    assert {*taken} <= {*NAMES} and len(taken) == len(set(taken))


# --- a conversation -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def choices() -> Choices:
    return Choices(UrlLookup(read_csdl(mail_document(), source="mail.xml")), "https://mail.example/v1")


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What somebody answers, in order; all of it has to be asked for."""
    waiting: list[str] = []

    def prompt(text: str, **_: object) -> str:
        click.echo(text, err=True)
        return waiting.pop(0)

    monkeypatch.setattr(click, "prompt", prompt)
    yield waiting
    assert waiting == []


@pytest.mark.parametrize("wrong", ["1 2 99", "1 x", "sendMail", "4-2"])
def test_what_is_not_in_the_list_is_said_and_asked_again(
    choices: Choices, answers: list[str], capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    answers += ["me/", wrong, "2", ""]
    (second,) = choose_interactively(choices)
    said = capsys.readouterr().err
    assert second == [*choices.offered("me/")][1]
    assert f"Not in the list: '{wrong.split()[-1]}'; the list has 1 to " in said
    assert said.count("Numbers (such as 1 3 or 2-4)") == 2


def test_a_range_takes_all_between(choices: Choices, answers: list[str]) -> None:
    answers += ["me", "1-3", ""]
    assert choose_interactively(choices) == tuple(choices.offered("me"))[:3]


@pytest.mark.parametrize("end", ["", "q", " "])
def test_q_and_nothing_end_each_question(choices: Choices, answers: list[str], end: str) -> None:
    answers += ["me", end, "users/messages", "1", "POST /me/sendMail", "1", end]
    assert choose_interactively(choices) == ("users/messages", "POST /me/sendMail")


@pytest.mark.parametrize("given", [[""], ["q"], ["me", "", ""], ["zzz", "q"]])
def test_nothing_chosen_is_an_error_of_usage(choices: Choices, answers: list[str], given: list[str]) -> None:
    answers += given
    with pytest.raises(click.UsageError, match=r"Nothing was chosen.*me/messages sendMail"):
        choose_interactively(choices)


def test_a_path_that_is_not_there_is_answered_with_the_nearest(
    choices: Choices, answers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answers += ["me/mesages", "me", "1", ""]
    choose_interactively(choices)
    assert "Did you mean 'messages'?" in capsys.readouterr().err


# --- a list ---------------------------------------------------------------------------------------

LONG = "deviceManagement/virtualEndpoint/provisioningPolicies/assignments/assignedUsers/mailboxSettings/"


def test_names_are_shortened_in_the_middle_and_descriptions_at_the_end() -> None:
    first, second, third = lines({LONG + "first": "It.", LONG + "second": "", "me": "Who is signed in. " * 9}, 60)
    assert first.startswith("  1  deviceManagement/") and first.endswith("/mailboxSettings/first") and "…" in first
    assert second.startswith("  2  deviceManagement/") and second.endswith("/mailboxSettings/second")
    assert third.startswith("  3  me: Who is signed in. ") and third.endswith("…")
    assert [*map(len, (first, second, third))] == [59, 59, 59]


def test_what_fits_into_a_wide_terminal_is_whole() -> None:
    assert lines({LONG + "first": "It."}, 200) == [f"  1  {LONG}first: It."]


def test_names_that_would_look_alike_are_whole() -> None:
    names = [f"{'a' * 60}{middle}{'z' * 60}" for middle in "xyz"]
    assert [each[5:] for each in lines(dict.fromkeys([*names, LONG * 2], ""), 80)][:3] == names


@given(
    st.dictionaries(st.text(st.sampled_from("ab/…"), min_size=1, max_size=60), st.text(max_size=40), max_size=6),
    st.integers(20, 90),
)
def test_no_two_lines_are_equal_and_none_is_wider_without_need(offered: dict[str, str], columns: int) -> None:
    listed = [line[5:].partition(":")[0] for line in lines(offered, columns)]
    assert len(set(listed)) == len(offered)


def test_control_characters_are_escaped() -> None:
    assert lines({"a\x1b[2J": "b\nc"}, 80) == ["  1  a\\x1b[2J: b\\nc"]


def test_the_width_is_that_of_the_terminal(
    choices: Choices, answers: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for columns, listed in ((32, "  4  me/messages: What somebod…"), (100, "  4  me/messages: What somebody wrote.")):
        monkeypatch.setattr(os, "get_terminal_size", lambda _, columns=columns: os.terminal_size((columns, 24)))
        monkeypatch.setattr("sys.stderr.fileno", lambda: 2, raising=False)
        answers += ["me", "1", ""]
        choose_interactively(choices)
        said = capsys.readouterr().err.splitlines()
        assert listed in said
