"""`csdlgen completion`: the script by which a shell completes what is typed."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

COMPLETE = "_CSDLGEN_COMPLETE"
"""The environment variable by which the script of a shell asks for completions; click derives the same name."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the script by which a shell completes commands, options, packages and files.

    \b
    eval "$(csdlgen completion bash)"                                           in ~/.bashrc
    eval "$(csdlgen completion zsh)"                                            in ~/.zshrc
    csdlgen completion fish > ~/.config/fish/completions/csdlgen.fish           once
    """
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(context.find_root().command, {}, "csdlgen", COMPLETE).source())
    return 0
