"""Run a process in a pseudo-terminal: read what it writes, and type keys."""

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
_ESCAPE_SEQUENCES = re.compile(rb"\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|[PX^_\]].*?(\x1b\\|\x07)|[ -~])", re.DOTALL)


@dataclass
class Terminal:
    """A process in a pseudo-terminal, and everything that it has written."""

    process: int
    descriptor: int
    written: bytes = b""

    @classmethod
    def forked(cls, work: Callable[[], None], *, size: tuple[int, int]) -> Self:
        """Fork a process that calls `work` in a terminal of `size` (columns, rows)."""
        process, descriptor = pty.fork()
        if process == 0:
            _set_size(0, size)
            os.environ["TERM"] = "xterm-256color"
            work()
            os._exit(0)
        return cls(process, descriptor)

    @classmethod
    def started(cls, *arguments: str, size: tuple[int, int], **environment: str) -> Self:
        """Start Python with arguments in a terminal of `size` (columns, rows)."""
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
        """Send the process a signal, read its remaining output, and wait until it has ended."""
        os.kill(self.process, signal)
        self.read_for(PATIENCE)
        os.waitpid(self.process, 0)
        os.close(self.descriptor)

    def type(self, keys: str) -> None:
        """Type keys, all at once."""
        os.write(self.descriptor, keys.encode())

    def until(self, pattern: re.Pattern[str]) -> None:
        """Wait until the output after this call matches a pattern."""
        before = len(self.written)
        deadline = time.monotonic() + PATIENCE
        while not pattern.search(screen_text(self.written[before:])):
            assert self._read(deadline), (pattern, screen_text(self.written)[-500:])

    def until_it_writes(self) -> None:
        """Wait until the process writes anything."""
        assert self._read(time.monotonic() + PATIENCE)

    def read_for(self, seconds: float) -> None:
        """Read output for some seconds, or until the other end is closed."""
        deadline = time.monotonic() + seconds
        while self._read(deadline):
            pass

    def _read(self, deadline: float) -> bool:
        if not select.select([self.descriptor], [], [], max(deadline - time.monotonic(), 0))[0]:
            return False
        try:
            output = os.read(self.descriptor, 1 << 16)
        except OSError:  # the other end is closed
            return False
        self.written += output
        return bool(output)


def _set_size(descriptor: int, size: tuple[int, int]) -> None:
    columns, rows = size
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def screen_text(written: bytes) -> str:
    """Return the output without its escape sequences."""
    return _ESCAPE_SEQUENCES.sub(b"", written).decode(errors="replace")
