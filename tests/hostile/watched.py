"""Runs commands of csdlgen under an audit hook: a process of its own, which ends at once where something runs, connects
or writes that must not.

Standard input is a JSON array of commands, each an array of the folder to run it in and its arguments; standard output
is one of `[code, out, err]`. Writing is allowed in the current folder alone.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path

FORBIDDEN = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.putenv", "os.unsetenv")
FORBIDDEN += ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.send", "pty.", "urllib.", "webbrowser.")
CHANGES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod")
LIBRARIES = (str(Path(os.__file__).parent), sys.prefix, sys.base_prefix, "<frozen ")
watching = False


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Ends the process at once: an exception could be caught by what is watched."""
    if watching and not _is_allowed(event, arguments):
        os.write(2, f"{event} {arguments!r:.500}\n".encode())
        os._exit(9)


def _is_allowed(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        return _reads(*arguments) or _is_inside(arguments[0])
    if event.startswith(CHANGES):
        return all(map(_is_inside, arguments))
    if event == "exec":  # by the machinery of imports, by dataclasses and the like, and by templates
        return _caller().startswith((*LIBRARIES, _TOOL))
    return not event.startswith(FORBIDDEN)


def _caller() -> str:
    return sys._getframe(3).f_code.co_filename


def _reads(path: object, mode: object, flags: object) -> bool:
    writes = {*mode} & {*"wax+"} if isinstance(mode, str) else int(str(flags or 0)) & (os.O_WRONLY | os.O_RDWR)
    return not writes or isinstance(path, int) or path == os.devnull


def _is_inside(path: object) -> bool:
    return not isinstance(path, (str, bytes)) or os.path.realpath(os.fsdecode(path)).startswith(_HERE)


def main() -> int:
    global watching, _HERE, _TOOL
    import csdlgen
    from csdlgen.cli.exit_codes import run

    _HERE, _TOOL = os.path.realpath("."), str(Path(csdlgen.__file__).parent)
    sys.addaudithook(watch)
    results = []
    for folder, *command in json.load(sys.stdin):
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            watching = True
            with contextlib.chdir(folder):
                code = run(command)
            watching = False
        for stream in (out, err):
            stream.flush()
        results.append([code, *(stream.buffer.getvalue().decode() for stream in (out, err))])
    json.dump(results, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
