"""All words of Rich Text: striprtf's plain text, with the words that it drops (notes, shapes, deletions)."""

import re
from collections.abc import Sequence

from striprtf.striprtf import rtf_to_text

from qualcode.model import Transcript
from qualcode.readers.decode_bytes import join_surrogates
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_DELETED = re.compile(r"\{\\deleted[^{}]*\}")
_ASIDE = re.compile(r"\{(?:\\\*)?\\(?:footnote|annotation|shp)(?![a-zA-Z])")
"""Groups that may be in the middle of a word."""
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_PARAGRAPH_END = r"\\par "
_HOLDERS = re.compile(
    r"(?:\\\*)?\\(?:footnote|annotation|header[lrf]?|footer[lrf]?|shp|shpgrp|shpinst|shprslt|shptxt|do|dptxbxtext"
    r"|object|result|upr|ud|moMath|moMathPara|m[refdm]|mnum|mden|ms(?:Sup|Sub|SubSup|Pre)|msu[bp]|mrad|mdeg|mfunc|mfName"
    r"|mnary|mlim|mlimlow|mlimupp|mbar|macc|meqArr|mbox|mborderBox|mgroupChr|mphant)(?![a-zA-Z])-?\d* ?"
)
"""Groups that striprtf skips although they hold words."""


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the plain text, and the deleted parts of words apart from it."""
    marked_up = data.decode(transcript.encoding, errors="replace").replace("HYPERLINK", "")
    deleted = _DELETED.findall(marked_up)
    main, asides = _without_asides(_DELETED.sub("", marked_up))
    texts = [_plain(_HOLDERS.sub(_PARAGRAPH_END, main), transcript.encoding)]
    texts += (
        _plain(f"{{\\rtf1 {_HOLDERS.sub(_PARAGRAPH_END, group)}}}", transcript.encoding)
        for group in [*asides, *deleted]
    )
    return [RawText(text=text, unit="paragraph") for text in texts]


def _without_asides(marked_up: str) -> tuple[str, list[str]]:
    """Return the file without its notes, comments and boxes, and each of them."""
    kept: list[str] = []
    asides: list[str] = []
    position = 0
    while match := _ASIDE.search(marked_up, position):
        kept.append(marked_up[position : match.start()])
        depth, end = 0, len(marked_up)
        for brace in _BRACE.finditer(marked_up, match.start()):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if not depth and brace[0] == "}":
                end = brace.end()
                break
        asides.append(marked_up[match.start() : end])
        position = end
    return "".join([*kept, marked_up[position:]]), asides


def _plain(marked_up: str, encoding: str) -> str:
    text = str(rtf_to_text(marked_up, encoding=encoding, errors="replace"))  # type: ignore[no-untyped-call]
    return join_surrogates(text)
