"""The other end of a real pseudo-terminal: what the application writes to it, and typing into it."""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

PATIENCE = 30.0
_COMMANDS = re.compile(rb"\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|[PX^_\]].*?(\x1b\\|\x07)|[ -~])", re.DOTALL)


@dataclass
class Terminal:
    """A process in a terminal, and all that it has written there."""

    process: int
    descriptor: int
    written: bytes = b""

    @classmethod
    def forked(cls, work: Callable[[], None], *, size: tuple[int, int]) -> Self:
        """Fork a process that does some work in a terminal of so many columns and rows."""
        process, descriptor = pty.fork()
        if process == 0:
            _set_size(0, size)
            os.environ["TERM"] = "xterm-256color"
            work()
            os._exit(0)
        return cls(process, descriptor)

    @classmethod
    def started(cls, *arguments: str, size: tuple[int, int], **environment: str) -> Self:
        """Start Python with these arguments in a terminal of so many columns and rows."""
        descriptor, inside = os.openpty()
        _set_size(inside, size)
        process = os.posix_spawn(
            sys.executable,
            [sys.executable, *arguments],
            os.environ | {"TERM": "xterm-256color"} | environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, inside, standard) for standard in range(3)],
        )
        os.close(inside)
        return cls(process, descriptor)

    def end(self, signal: int) -> None:
        """Send the process a signal, read what it still has written, and wait until it is gone."""
        os.kill(self.process, signal)
        self.for_(PATIENCE)
        os.waitpid(self.process, 0)
        os.close(self.descriptor)

    def type(self, keys: str) -> None:
        """Type keys, all at once."""
        os.write(self.descriptor, keys.encode())

    def until(self, pattern: re.Pattern[str]) -> None:
        """Wait until the application has written words that it had not when this was called."""
        before = len(self.written)
        deadline = time.monotonic() + PATIENCE
        while not pattern.search(words(self.written[before:])):
            assert self._read(deadline), (pattern, words(self.written)[-500:])

    def until_it_writes(self) -> None:
        """Wait until the application has written anything at all."""
        assert self._read(time.monotonic() + PATIENCE)

    def for_(self, seconds: float) -> None:
        """Read what comes in so long, or until the other end is closed."""
        deadline = time.monotonic() + seconds
        while self._read(deadline):
            pass

    def _read(self, deadline: float) -> bool:
        if not select.select([self.descriptor], [], [], max(deadline - time.monotonic(), 0))[0]:
            return False
        try:
            found = os.read(self.descriptor, 1 << 16)
        except OSError:  # its other end is closed
            return False
        self.written += found
        return bool(found)


def _set_size(descriptor: int, size: tuple[int, int]) -> None:
    columns, rows = size
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def words(screen: bytes) -> str:
    """Return what was written without the commands to the terminal."""
    return _COMMANDS.sub(b"", screen).decode(errors="replace")
