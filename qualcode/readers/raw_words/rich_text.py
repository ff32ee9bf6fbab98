"""All words of Rich Text: striprtf's plain text, with the words that it drops (notes, shapes, deletions)."""

import re
from collections.abc import Sequence

from striprtf.striprtf import rtf_to_text

from qualcode.model import Transcript
from qualcode.readers.decode_bytes import join_surrogates
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_DELETED = re.compile(r"\{\\deleted[^{}]*\}")
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
    texts = [_plain(_HOLDERS.sub(r"\\par ", _DELETED.sub("", marked_up)), transcript.encoding)]
    texts += (_plain(f"{{\\rtf1 {group}}}", transcript.encoding) for group in deleted)
    return [RawText(text=text, unit="paragraph") for text in texts]


def _plain(marked_up: str, encoding: str) -> str:
    text = str(rtf_to_text(marked_up, encoding=encoding, errors="replace"))  # type: ignore[no-untyped-call]
    return join_surrogates(text)
