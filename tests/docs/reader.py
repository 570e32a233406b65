"""A reader who does what a page says: writes its files, types its commands, runs its Python, compares the output."""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import re
import shlex
import subprocess
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from azure.core.credentials import AccessToken, AccessTokenInfo

from tests.docs.markdown import Block
from tests.support.cli import call

COMMANDS = frozenset(("sh", "console"))
_LATER = 4_000_000_000
_INSTALLS = re.compile(r"^(python3? -m venv .*|\. \.venv/bin/activate|python -m pip install .*|pytest.*)$")
_SHELL = frozenset("|`&;")
_NO_CACHES = frozenset(("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"))
"""What some environments have and readers do not: Python leaves `__pycache__` where it runs."""


class AnyCredential:
    """In place of a credential of azure-identity: a token that nobody checks."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def get_token(self, *_: str, **__: Any) -> AccessToken:
        return AccessToken("token", _LATER)

    def get_token_info(self, *_: str, **__: Any) -> AccessTokenInfo:
        return AccessTokenInfo("token", _LATER)

    def close(self) -> None:
        pass


class AnyAsyncCredential(AnyCredential):
    """The same for async clients."""

    async def get_token(self, *_: str, **__: Any) -> AccessToken:  # type: ignore[override]
        return super().get_token()

    async def get_token_info(self, *_: str, **__: Any) -> AccessTokenInfo:  # type: ignore[override]
        return super().get_token_info()

    async def close(self) -> None:  # type: ignore[override]
        pass

    async def __aenter__(self) -> AnyAsyncCredential:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


def identity() -> dict[str, types.ModuleType]:
    """azure-identity, as far as the pages use it."""
    modules = {name: types.ModuleType(name) for name in ("azure.identity", "azure.identity.aio")}
    for name in ("DefaultAzureCredential", "ClientSecretCredential", "InteractiveBrowserCredential"):
        setattr(modules["azure.identity"], name, AnyCredential)
        setattr(modules["azure.identity.aio"], name, AnyAsyncCredential)
    return modules


_HEAD = f"""from __future__ import annotations
from typing import Any
from azure.core.credentials import AccessToken, AccessTokenInfo
_LATER = {_LATER}
{inspect.getsource(AnyCredential)}
"""
IDENTITY = {
    "azure/identity/__init__.py": f"{_HEAD}\nDefaultAzureCredential = AnyCredential\n",
    "azure/identity/aio.py": f"{_HEAD}\n{inspect.getsource(AnyAsyncCredential)}\n"
    "DefaultAzureCredential = AnyAsyncCredential\n",
    "azure/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
}
"""The same as files, for programs in a process of their own."""


@dataclass
class Reader:
    """A reader at work in a folder. `root` in the pages is where the service of the tests is, `here`."""

    folder: Path
    root: str
    here: str
    printed: str = ""
    code: int = 0
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__page__"})
    installed: list[str] = field(default_factory=list[str])

    def take(self, block: Block) -> None:
        """Do what a block says. AssertionError where that does not go as the page says."""
        says, text = block.says, block.text.replace(self.root, self.here)
        if "file" in says or "append" in says:
            self._write(says.get("file") or says["append"], text, append="append" in says)
        elif "not run" in says:
            assert len(says["not run"]) > 10, "say why"
        elif block.language in COMMANDS:
            self.printed, self.code = "", 0
            for command in _commands(text):
                self._ended(0)
                self.run(command)
            self._ended(int(says.get("exit", 0)))
        elif block.language == "python":
            self.printed = self._python(text, block, says.get("raises"))
        elif block.language == "text":
            self._compare(block.text)
        else:
            raise AssertionError(f"a block of {block.language!r}: is it a file, or shown only?")

    # --- files and commands -------------------------------------------------------------------------------------------

    def _write(self, name: str, text: str, *, append: bool) -> None:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        assert place.exists() or not append, f"{name} is not there"
        place.write_text((place.read_text("utf-8") + "\n" if append else "") + text, "utf-8")

    def _ended(self, expected: int) -> None:
        assert self.code == expected, f"exit code {self.code}:\n{self.printed}"

    def run(self, command: str) -> None:
        """Type one command; `code` and `printed` say how it ended."""
        command = re.sub(r"(^|\s+)#.*$", "", command)
        words = shlex.split(command)
        if not words:
            return
        first, both, second = command.partition(" && ")
        if both and _INSTALLS.match(first):
            self.run(first)
            self.run(second)
        elif _INSTALLS.match(command):
            self.installed.append(command)
        elif words[0] == "cd":
            self.folder /= words[1]
        elif (
            words[0] == "csdlgen"
            and not _SHELL & {*shlex.shlex(command, punctuation_chars=True)}
            and "$(" not in command
        ):
            self._csdlgen(words[1:])
        else:
            self._shell(command)

    def _csdlgen(self, words: list[str]) -> None:
        redirected = None
        if len(words) > 1 and words[-2] == ">":
            redirected, words = words[-1], words[:-2]
        ran = call(*words, cwd=self.folder)
        self.code = ran.code
        if redirected:
            (self.folder / redirected).write_text(ran.out, "utf-8")
        self.printed += ran.err + ("" if redirected else ran.out)

    def _shell(self, command: str) -> None:
        """Run with bash, in which `csdlgen` and `python` are those of the tests."""
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        stub = self.folder.parent / "identity"
        for file, text in IDENTITY.items():
            (stub / file).parent.mkdir(parents=True, exist_ok=True)
            (stub / file).write_text(text, "utf-8")
        inherited = {name: value for name, value in os.environ.items() if name not in _NO_CACHES}
        environment = {
            **inherited, "PATH": path, "PYTHONPATH": str(stub),
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x.example", "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@x.example", "PYTHONIOENCODING": "utf-8",
        }  # fmt: skip
        ran = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=100,
            check=False,
        )  # fmt: skip
        self.code = ran.returncode
        self.printed += ran.stderr + ran.stdout
        if command.startswith("git commit"):
            tracked = subprocess.check_output(["git", "ls-files"], cwd=self.folder, text=True).splitlines()
            assert not [name for name in tracked if {"__pycache__", ".venv"} & {*Path(name).parts}], tracked

    # --- Python -------------------------------------------------------------------------------------------------------

    def _python(self, text: str, block: Block, raises: str | None) -> str:
        code = compile("\n" * block.line + text, "the page", "exec", dont_inherit=True)
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.chdir(self.folder), self._imports():
            try:
                exec(code, self.names)
            except Exception as error:
                if raises is None:
                    raise
                assert type(error).__name__ == raises, error
            else:
                assert raises is None, f"{raises} was not raised"
        return out.getvalue()

    @contextlib.contextmanager
    def _imports(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for folder in (
                self.folder.parent / "app" / "src",
                self.folder / "generated",
                self.folder / "src",
                self.folder,
            ):
                patch.syspath_prepend(str(folder))
            for name, module in identity().items():
                patch.setitem(sys.modules, name, module)
            yield

    def close(self) -> None:
        """Forget the modules that were imported from the folder."""
        for name, module in [*sys.modules.items()]:
            if str(getattr(module, "__file__", None) or "").startswith(str(self.folder)):
                del sys.modules[name]

    # --- what is printed ----------------------------------------------------------------------------------------------

    def _compare(self, expected: str) -> None:
        """What the page shows was printed: its lines stand there in this order; `…` stands for any text."""
        printed = self.printed.replace(self.here, self.root)
        found = [" ".join(line.split()) for line in printed.splitlines()]
        rest = iter(found)
        for line in expected.splitlines():
            wanted = " ".join(line.split())
            if wanted in ("", "…"):
                continue
            pattern = re.compile(".*".join(map(re.escape, wanted.split("…"))))
            assert any(pattern.fullmatch(each) for each in rest), f"not printed: {line}\nprinted was:\n{printed}"


def _commands(text: str) -> Iterator[str]:
    """The commands of a block; a backslash at the end of a line continues it. In `console`, lines without `$` are
    skipped."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            yield line.removeprefix("$ ").strip()
