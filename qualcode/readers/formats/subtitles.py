"""WebVTT and SubRip: cues with times, and voices where the file names them.

No library is used: those available drop a malformed cue silently; here it is an error that names the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.subtitle_cues import Cue, on_one_line, split_labels, transcript_from_cues
from qualcode.text.speaker_labels import VOICE_TAG
from qualcode.text.time_codes import CUE_TIME_CODE, parse_time_code

_TIMING = re.compile(rf"\s*({CUE_TIME_CODE})\s*-->\s*({CUE_TIME_CODE})(?:\s.*)?")
_NOT_SPOKEN = re.compile(r"(?:NOTE|STYLE|REGION|WEBVTT)(?:\s|$)")
_TAG = re.compile(r"</?(?:[a-zA-Z][^<>]{0,200}|\d[\d:.]*)>|\{\\[^}]{0,40}\}")


@dataclass(slots=True)
class _Block:
    """Lines between blank lines: number of the first line, start and end from its `-->` line, the others."""

    line: int
    timing: tuple[float, float] | None = None
    words: list[str] = field(default_factory=list)


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a .vtt or .srt file, their times and, where it has them, their speakers."""
    decoded = decode(data, options.encoding)
    cues: list[Cue] = []
    for block in _blocks(decoded.text.split("\n")):
        if block.timing is not None:
            cues += _cues(block.timing, "\n".join(block.words))
        elif cues and block.words:
            # A blank line inside a cue: the words after it belong to that cue.
            last = cues[-1]
            cues += _cues(
                (last.begins or 0.0, last.ends or 0.0), "\n".join(block.words), speaker=last.speaker
            )
    if not cues:
        raise UnreadableSourceError("There are no cues in the file (lines with -->).")
    cues = split_labels(cues)
    return transcript_from_cues(cues, flowing=True, encoding=decoded.encoding, warnings=decoded.warnings)


def _blocks(lines: list[str]) -> Iterator[_Block]:
    block: _Block | None = None
    skipped = False
    for number, line in enumerate(lines, start=1):
        if "-->" in line:
            if block is not None and block.timing is not None:
                yield block
            block, skipped = _Block(number, _timing(line, number)), False
        elif not line.strip():
            if block is not None and not skipped:
                yield block
            block, skipped = None, False
        elif block is None:
            block, skipped = _Block(number, words=[line]), bool(_NOT_SPOKEN.match(line))
        else:
            block.words.append(line)
    if block is not None and not skipped:
        yield block


def _timing(line: str, number: int) -> tuple[float, float]:
    match = _TIMING.fullmatch(line)
    if match is None:
        raise UnreadableSourceError(
            "This line has --> in it but no two times.",
            "Write 00:01:02.500 --> 00:01:04.000",
            line=number,
        )
    return parse_time_code(match[1]) or 0.0, parse_time_code(match[2]) or 0.0


def _cues(timing: tuple[float, float], payload: str, speaker: str = "") -> list[Cue]:
    """Split a cue at its voice tags and remove all other tags."""
    before, *voiced = VOICE_TAG.split(payload)
    voiced_parts = [(speaker, before), *zip(voiced[::2], voiced[1::2], strict=True)]
    return [
        Cue(text=words, speaker=unescape(name), begins=timing[0], ends=timing[1])
        for name, tagged in voiced_parts
        if (words := on_one_line(unescape(_TAG.sub("", tagged))))
    ]
