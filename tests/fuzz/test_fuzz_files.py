"""Mutated files: every reader and the codebook give a transcript or a message, in little time.

By default a few mutations of each sample; for longer: `pytest -m long tests/fuzz --minutes 10 --seed 7`.
"""

import random
import resource
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode import codebook
from qualcode.errors import QualcodeError
from qualcode.readers import SUFFIXES, parse
from qualcode.workflows.demo_project import samples_folder

SAMPLES = sorted(
    path for path in (samples_folder() / "sample_transcripts").iterdir() if path.suffix.lower() in SUFFIXES
)
CODEBOOKS = sorted((samples_folder() / "codebooks").glob("*.yaml"))
_SLOW_SECONDS, _MEGABYTES = 10.0, 600
_TOKENS = (
    b"\x00", b"\xff\xfe", b"\x1b[2J", b"<", b"]]>", b"{", b"[", b'"', b"&#x110000;", b"9" * 400, b"-1", b"\r",
    b"\n\n", b": ", b"- ", b"*a", b"&a ", b"--> ", b"\\u500000 ", b"PK\x03\x04", b"%PDF-", b"\xed\xa0\x80",
)  # fmt: skip

Reader = Callable[[bytes, Path], object]


def read_codebook(data: bytes, path: Path) -> object:
    """Read a codebook from bytes."""
    return codebook.read(data.decode("utf-8", errors="replace"), path)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few random changes: flipped, deleted, repeated, inserted, cut off."""
    content = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice((1, 4, 50, 2_000)))
        match chance.randrange(6):
            case 0:
                content[start:end] = chance.randbytes(end - start)
            case 1:
                del content[start:end]
            case 2:
                content[start:start] = content[start:end] * chance.choice((1, 3, 40))
            case 3:
                content[start:start] = chance.choice(_TOKENS)
            case 4:
                content[start:start] = chance.choice(_TOKENS) * chance.choice((10, 1_000))
            case _:
                del content[max(start, len(content) // 4) :]
        content = content[:1_000_000]
    return bytes(content)


def check(read: Reader, path: Path, chance: random.Random) -> None:
    """Read one mutation; it is read or refused with a message, and in time."""
    data = mutated(path.read_bytes(), chance)
    began = time.process_time()
    with suppress(QualcodeError):
        read(data, path)
    seconds = time.process_time() - began
    assert seconds < _SLOW_SECONDS, (path.name, len(data), seconds)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_mutated_transcripts_are_read_or_refused(path: Path) -> None:
    for seed in range(6):
        check(parse, path, random.Random(f"{path.name} {seed}"))  # noqa: S311 - to be repeatable


@pytest.mark.parametrize("path", CODEBOOKS, ids=lambda path: path.name)
def test_mutated_codebooks_are_read_or_refused(path: Path) -> None:
    for seed in range(6):
        check(read_codebook, path, random.Random(f"{path.name} {seed}"))  # noqa: S311 - to be repeatable


@pytest.mark.long
def test_mutations_for_some_minutes(request: pytest.FixtureRequest) -> None:
    minutes = float(request.config.getoption("--minutes"))
    first_seed = int(request.config.getoption("--seed"))
    deadline = time.monotonic() + 60 * minutes
    failures, tried = [], 0
    while time.monotonic() < deadline:
        chance = random.Random(first_seed + tried)  # noqa: S311 - to be repeatable
        path = chance.choice([*SAMPLES, *CODEBOOKS])
        try:
            check(read_codebook if path in CODEBOOKS else parse, path, chance)
        except Exception as error:  # noqa: BLE001 - all are reported
            failures.append(f"seed {first_seed + tried}, {path.name}: {type(error).__name__}: {error}"[:300])
        tried += 1
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{tried} tried, {len(failures)} failed, {megabytes:.0f} MB at most")  # noqa: T201 - the figures
    assert failures == []
    assert megabytes < _MEGABYTES
