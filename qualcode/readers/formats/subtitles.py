"""WebVTT and SubRip: cues with times, and voices where the file names them.

Parsed here and not by a library: the ones there are skip a malformed cue in silence, and here no word may be
lost without a message that names its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers import subtitle_cues
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.subtitle_cues import Cue
from qualcode.text.time_codes import CUE_TIME_CODE, parse_time_code

_TIMING = re.compile(rf"\s*({CUE_TIME_CODE})\s*-->\s*({CUE_TIME_CODE})(?:\s.*)?")
_SILENT = re.compile(r"(?:NOTE|STYLE|REGION|WEBVTT)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"</?(?:[a-zA-Z][^<>]{0,200}|\d[\d:.]*)>|\{\\[^}]{0,40}\}")


@dataclass(slots=True)
class _Block:
    """Lines between blank ones; `line` is the first one's number, `timing` what its `-->` line says."""

    line: int
    timing: tuple[float, float] | None = None
    words: list[str] = field(default_factory=list)


def read(path: Path, data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a .vtt or .srt file, their times and, where it has them, their speakers."""
    decoded = decode(path, data, options.encoding)
    found: list[Cue] = []
    for block in _blocks(path, decoded.text.split("\n")):
        if block.timing is not None:
            found += _cues(block.timing, "\n".join(block.words))
        elif found and block.words:
            # Words after a blank line inside a cue: they belong to the cue before.
            last = found[-1]
            found += _cues(
                (last.begins or 0.0, last.ends or 0.0), "\n".join(block.words), speaker=last.speaker
            )
    if not found:
        raise UnreadableSourceError("There are no cues in the file (lines with -->).", path=path)
    named = subtitle_cues.with_named_speakers(found)
    return subtitle_cues.transcript(named, flowing=True, encoding=decoded.encoding, warnings=decoded.warnings)


def _blocks(path: Path, lines: list[str]) -> Iterator[_Block]:
    block: _Block | None = None
    silent = False
    for number, line in enumerate(lines, start=1):
        if "-->" in line:
            if block is not None and block.timing is not None:
                yield block
            block, silent = _Block(number, _timing(path, number, line)), False
        elif not line.strip():
            if block is not None and not silent:
                yield block
            block, silent = None, False
        elif block is None:
            block, silent = _Block(number, words=[line]), bool(_SILENT.match(line))
        else:
            block.words.append(line)
    if block is not None and not silent:
        yield block


def _timing(path: Path, number: int, line: str) -> tuple[float, float]:
    match = _TIMING.fullmatch(line)
    if match is None:
        raise UnreadableSourceError(
            "This line has --> in it but no two times.",
            "Write 00:01:02.500 --> 00:01:04.000",
            path=path,
            line=number,
        )
    return parse_time_code(match[1]) or 0.0, parse_time_code(match[2]) or 0.0


def _cues(timing: tuple[float, float], payload: str, speaker: str = "") -> list[Cue]:
    """Split a cue at its voices, and take the marks of style off its words."""
    before, *voiced = _VOICE.split(payload)
    parts = [(speaker, before), *zip(voiced[::2], voiced[1::2], strict=True)]
    return [
        Cue(text=words, speaker=unescape(name), begins=timing[0], ends=timing[1])
        for name, marked in parts
        if (words := subtitle_cues.on_one_line(unescape(_TAG.sub("", marked))))
    ]
