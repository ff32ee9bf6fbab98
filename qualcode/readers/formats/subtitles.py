"""WebVTT and SubRip: cues with times, and voices where the file names them.

No library is used: those available drop a malformed cue silently; here it is an error that names the line.
Only the tags of the two formats are markup; other words in angle brackets are words, as `<inaudible>`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from qualcode.errors import UnreadableSourceError
from qualcode.model import LeftOut, LeftOutKind, Transcript
from qualcode.readers.caption_lines import label_lines, with_beginnings, without_time_lines
from qualcode.readers.caption_speakers import assign_speakers
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.rolling_captions import without_repeated_words
from qualcode.readers.subtitle_cues import Cue, transcript_from_cues
from qualcode.text.labels.speaker_labels import VOICE_TAG
from qualcode.text.time_codes import CUE_TIME_CODE, parse_time_code
from qualcode.text.whole_numbers import whole_number

_TIMING = re.compile(rf"\s*({CUE_TIME_CODE})\s*-->\s*({CUE_TIME_CODE})(?P<rest>\s.*)?")
_SETTINGS = re.compile(r"(?:\s*(?:(?:align|line|position|size|region|vertical):\S*|[XY][12]:\d+))*\s*")
_BROKEN_TIMING = re.compile(r"\s*[\d:.,]*\d[:.,]\S*\s*-->|.*-->\s*\d+[:.,]\S*\s*$")
_NAMED_CUE = re.compile(r"\d+\s+\"(?P<name>[^\"]{1,60})\"\s*(?:\(\d+\))?")
"""The first line of a cue in WebEx's files: `1 "Nia Hall" (123456)`."""
_HEADER = "WEBVTT"
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_TAG = re.compile(
    r"</?(?:[ibuc]|ruby|rt)(?:\.[^\s<>]*)?\s*>|</?(?:font|lang)(?:[\s.][^<>]{0,200})?>|</?v(?:[\s.][^<>]{0,200})?>"
    r"|<(?:\d+:)?\d+:\d+(?:[.,]\d+)?>|<br ?/?>|\{\\[^}]{0,40}\}",
    re.IGNORECASE,
)

_READING_AID = re.compile(r"<rt\b[^<>]{0,40}>([^<]*)</rt>", re.IGNORECASE)


@dataclass(slots=True)
class _Block:
    """A cue: number and text of its `-->` line (0 and empty for lines without one), and its other lines."""

    line: int
    timing: tuple[float, float] | None = None
    words: list[str] = field(default_factory=list)
    speaker: str = ""


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a .vtt or .srt file, their times and, where it has them, their speakers."""
    decoded = decode(data, options.encoding, language=options.language)
    file = _SubtitleFile(decoded.text)
    cues, repeated = without_repeated_words(file.cues)
    cues, times = without_time_lines(cues)
    cues, names = assign_speakers(cues)
    lines = frozenset[str]() if any(cue.speaker for cue in cues) else label_lines(cues)
    return transcript_from_cues(
        with_beginnings(cues, lines),
        flowing=True,
        label_lines=lines,
        encoding=decoded.encoding,
        warnings=decoded.warnings,
        left_out=(*file.left_out, *repeated, *times, *names),
    )


class _SubtitleFile:
    """The cues of a file, with line breaks in their words, and everything of it that is no words."""

    def __init__(self, text: str) -> None:
        self.cues: list[Cue] = []
        self.left_out: list[LeftOut] = []
        self._is_webvtt = text.startswith(_HEADER)
        self._last_number = 0
        self._next_speaker = ""
        for block in self._blocks(text.split("\n")):
            self._add(block)
        if not any(item.kind is LeftOutKind.TIMES for item in self.left_out):
            raise UnreadableSourceError("There are no cues in the file (lines with -->).")

    def _add(self, block: _Block) -> None:
        if block.timing is not None:
            self._add_cue(block.timing, block, speaker=block.speaker)
        elif self._is_webvtt and block.line == 1:
            self._leave_out(LeftOutKind.KEYS, block)
        elif (self._is_webvtt and _COMMENT.match(block.words[0])) or not self.cues:
            self._leave_out(LeftOutKind.NOTES, block)
        else:  # after a blank line inside a cue: the words belong to that cue
            last = self.cues[-1]
            self._add_cue((last.begins or 0.0, last.ends or 0.0), block, speaker=last.speaker)

    def _blocks(self, lines: list[str]) -> Iterator[_Block]:
        """Yield the cues, and the runs of other lines between blank lines."""
        block: _Block | None = None
        for number, line in enumerate(lines, start=1):
            timing, words = self._timing(line, number, block) if "-->" in line else (None, line)
            if timing is not None:
                if block is not None:
                    self._without_cue_number(block)
                    if block.timing is not None or block.words:
                        yield block
                block = _Block(number, timing, speaker=self._next_speaker)
                self._next_speaker = ""
            if words.strip():
                block = block or _Block(number)
                block.words.append(words)
            elif timing is None and block is not None and block.words:
                yield block
                block = None
        if block is not None:
            yield block

    def _without_cue_number(self, block: _Block) -> None:
        """Remove the name of the cue that follows: a block's only line, or a number that counts cues."""
        last = block.words[-1].strip() if block.words else ""
        number = whole_number(last)
        counts_cues = number == self._last_number + 1 or _NAMED_CUE.fullmatch(last)
        if counts_cues or (block.timing is None and len(block.words) == 1):
            block.words.pop()
            named = _NAMED_CUE.fullmatch(last)
            self._next_speaker = named["name"] if named else ""
            self.left_out.append(LeftOut(kind=LeftOutKind.CUE_NUMBERS, text=last))
            self._last_number = self._last_number if number is None else number

    def _timing(self, line: str, number: int, block: _Block | None) -> tuple[tuple[float, float] | None, str]:
        """Return the times of a line with an arrow, and the words after them; None for a line of words."""
        match = _TIMING.fullmatch(line)
        is_first_line = block is not None and block.timing is not None and not block.words
        rest = "" if match is None or _SETTINGS.fullmatch(match["rest"] or "") else match["rest"]
        if match is None and "-->" in line and _BROKEN_TIMING.match(line) and not is_first_line:
            raise UnreadableSourceError(
                "This line has --> in it but no two times.",
                "Write 00:01:02.500 --> 00:01:04.000",
                line=number,
            )
        if match is None or (rest and is_first_line):
            return None, line
        times = line.removesuffix(rest)
        self.left_out.append(LeftOut(kind=LeftOutKind.TIMES, text=times))
        return (parse_time_code(match[1]) or 0.0, parse_time_code(match[2]) or 0.0), rest

    def _add_cue(self, timing: tuple[float, float], block: _Block, speaker: str = "") -> None:
        """Split a cue at its voice tags and remove all other tags."""
        payload = "\n".join(block.words)
        for aid in _READING_AID.finditer(payload):
            self.left_out.append(LeftOut(kind=LeftOutKind.RUBY, text=aid[1], where=f"line {block.line}"))
        payload = _READING_AID.sub(" <rt></rt>", payload)
        if tags := [match[0] for match in _TAG.finditer(payload)]:
            self.left_out.append(LeftOut(kind=LeftOutKind.FIELD_CODES, text=unescape(" ".join(tags))))
        before, *voiced = VOICE_TAG.split(payload)
        for name, tagged in [(speaker, before), *zip(voiced[::2], voiced[1::2], strict=True)]:
            words = unescape(_TAG.sub(_replacement, tagged))
            if words.strip():
                self.cues.append(
                    Cue(text=words, speaker=unescape(name), begins=timing[0], ends=timing[1], line=block.line)
                )

    def _leave_out(self, kind: LeftOutKind, block: _Block) -> None:
        self.left_out.append(LeftOut(kind=kind, text="\n".join(block.words), where=f"line {block.line}"))


def _replacement(tag: re.Match[str]) -> str:
    """Return what a tag is replaced with: a line break for `<br>`, as some programs write it."""
    return "\n" if tag[0].casefold().startswith("<br") else ""
