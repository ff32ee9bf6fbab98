"""Names in a command that a message shows are read by shells as they are meant."""

import shutil
import subprocess

import pytest

from qualcode.text import command_arguments
from qualcode.text.command_arguments import argument

NAMES = [
    "pursue",
    "goal-role gap",
    "O'Brien",
    'the "line"',
    "a & b; c",
    "Zoë Åse",
    "costs $HOME !now `x`",
    "back\\slash",
    "-- *?[a]{b}~#",
]


@pytest.mark.parametrize("shell", ["sh", "bash", "zsh", "fish"])
@pytest.mark.parametrize("name", NAMES)
def test_a_shell_reads_the_name(shell: str, name: str) -> None:
    program = shutil.which(shell)
    if not program:
        pytest.skip(f"needs {shell}")
    result = subprocess.run(
        [program, "-c", f"printf '<%s>' {argument(name)}"], capture_output=True, text=True, check=True
    )
    assert result.stdout == f"<{name}>"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("local-01", "local-01"),
        (r"C:\lessons\one", r"C:\lessons\one"),
        ("Zoë", "Zoë"),
        ("O'Brien's lesson", "\"O'Brien's lesson\""),
        ("a&b", '"a&b"'),
        ('the "line"', '"the \\"line\\""'),
    ],
)
def test_windows_gets_double_quotes(monkeypatch: pytest.MonkeyPatch, name: str, typed: str) -> None:
    monkeypatch.setattr(command_arguments, "os", _Windows)
    assert argument(name) == typed


class _Windows:
    name = "nt"
