"""Ten ways in which a text may try to become something else: code, markup, a command.

What is to run calls `os.system`, which `tests/hostile/watched.py` sees, and would leave a file. No style has control
characters that XML cannot carry: such documents are refused before anything reads their texts.
"""

from __future__ import annotations

COMMAND = "touch PWNED"
_RUN = f"__import__('os').system('{COMMAND}')"
_DOUBLE = f'__import__("os").system("{COMMAND}")'
_LINE = f"import os; os.system('{COMMAND}')"

STYLES = {
    "single quotes": f"'+{_DOUBLE.replace(chr(34), chr(39))}+'",
    "double quotes": f'"+{_DOUBLE}+"',
    "triple quotes": f'"""\n{_LINE}\n\'\'\'\n{_LINE}\n"""',
    "backslash": f"\\\";{_RUN}#\\';{_RUN}#\\N{{BULLET}}\\x00\\",
    "braces": f"{{{_RUN}}}{{0}}{{{{7*7}}}}${{IFS}}%s%(x)s$x",
    "templates": f"{{{{ cycler.__init__.__globals__.os.system('{COMMAND}') }}}}{{% raw %}}{{# <%= x %> #}}{{%",
    "new lines": f"x\n{_LINE}\r\n{_LINE}\r{_LINE}\u0085{_LINE}\u2028{_LINE}\u2029",
    "comments": f"*/ --> ]]> # //\n{_LINE}\n#' \"\n{_LINE} # type: ignore",
    "markup": (
        "</script></style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"]--><a href='javascript:x'>"
        '|x|[a](javascript:x)![b](https://evil.example/)<https://evil.example>`*_~\n# h\n---\n```\nclick n0 "x"'
        "\n@team GH-12 #12 &lt;b&gt;<!-- --> |"
    ),
    "commands": (
        "\n::error::x\n##[error]x\n##vso[task.setvariable variable=x]y\n##teamcity[x]\n::set-output name=x::y"
        "\r::stop-commands::z"
        "\u009b31m\u009dx\u202e\u2066\u200f\u2028\u007f%0A::warning::x"
    ),
}  # fmt: skip
"""Style → payload."""

NAMES = {
    "code": "raise SystemExit: x`$%s%%",
    "code in JSON": "x = (lambda: [SystemExit][0])(); y = {7*7} # z",
    "dunder": "__getattr__",
    "command": "::error::x",
    "runner": "##[error]x",
    "Markdown": "|x|*a*_b_~c~ @team GH-12 #12 https:x",
}
"""What may be a name of a property, or of anything, and so reaches a package."""
