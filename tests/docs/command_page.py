"""`docs/commands.md`, made from the commands themselves: `python -m tests.docs.command_page` writes it anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import click

from csdlgen.cli.commands import cli
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "commands.md"
_HEAD = """\
# Commands

Made from the help texts of the commands; `csdlgen COMMAND --help` prints the same.

Exit codes: 0 clean, 1 differences or findings, 2 could not decide (usage, unreadable input), 3 a bug of csdlgen, 130
interrupted. Messages read `file:line:col: CODE: what is wrong` and end with what to do about it; `csdlgen explain CODE`
has more. No command uses the network unless it is given a URL.

Colour and progress appear on terminals only; `NO_COLOR` is honoured. `python -m csdlgen` is the same.
"""
_ORDER = (
    "init",
    "generate",
    "vendor",
    "check",
    "update",
    "diff",
    "history",
    "routes",
    "inspect",
    "list",
    "slice",
    "docs",
    "explain",
    "completion",
)
# Options that nearly all commands have are described once.
_COMMON = ("--config", "--package", "--metadata", "--insecure", "--timeout", "--quiet", "--verbose", "--help")


def page() -> str:
    """The text of the page."""
    names = [*_ORDER, *sorted(cli.commands.keys() - {*_ORDER})]
    return "\n".join([_HEAD, *_common(), *(line for name in names for line in _section(name, cli.commands[name]))])


def _common() -> Iterator[str]:
    command = cli.commands["generate"]
    options = [each for each in command.get_params(_context(command)) if _name(each) in _COMMON]
    yield "## Options of most commands\n"
    yield from _table(options)
    yield "\nThe group itself has `--version`. `-q` and `-v` may stand before the command as well.\n"


def _section(name: str, command: click.Command) -> Iterator[str]:
    text = (command.help or "").partition("\b")[0]
    context = _context(command)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"## csdlgen {name}\n"
    yield f"`csdlgen {name} {usage}`\n"
    yield from (f"{' '.join(each.split())}\n" for each in text.split("\n\n") if each.strip())
    lines = examples(command)
    if lines:
        yield "```sh"
        yield from lines
        yield "```\n"
    own = [
        each for each in command.get_params(context) if isinstance(each, click.Option) and _name(each) not in _COMMON
    ]
    common = [_name(each) for each in command.get_params(context) if _name(each) in _COMMON]
    if own:
        yield from _table(own)
        yield ""
    yield f"And {', '.join(f'`{each}`' for each in common)}.\n"


def _context(command: click.Command) -> click.Context:
    """As on the command line: settings of the group, such as the names of the option for help, are inherited."""
    return click.Context(command, parent=click.Context(cli, info_name="csdlgen", **cli.context_settings))


def examples(command: click.Command) -> list[str]:
    """The commands that the help of a command shows; what stands behind them is a comment."""
    lines = (command.help or "").partition("\b")[2].splitlines()
    return [re.sub(r"(\S)\s{2,}(?=\S)", r"\1    # ", line.strip()) for line in lines if line.strip()]


def _table(options: Sequence[click.Parameter]) -> Iterator[str]:
    yield "| option | meaning |"
    yield "|---|---|"
    for each in options:
        assert isinstance(each, click.Option)
        value = "" if each.is_flag else f" {each.make_metavar(click.Context(cli))}"
        names = ", ".join(f"`{name}{value}`" for name in each.opts)
        shows = each.show_default and each.default is not None
        more: tuple[str, ...] = (f"default: {each.default}",) if shows else ()
        more += ("required",) if each.required else ()
        more += ("repeatable",) if each.multiple and "repeatable" not in (each.help or "") else ()
        text = " ".join(
            filter(None, (each.help or "The format of what is printed.", f"({', '.join(more)})" if more else ""))
        )
        yield f"| {_bars(names)} | {_bars(text)} |"


def _bars(text: str) -> str:
    return text.replace("|", "\\|")


def _name(option: click.Parameter) -> str:
    return next((each for each in option.opts if each.startswith("--")), "")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
