"""The data model: immutable classes without dependencies, shared by all other packages.

Import them from here: `from qualcode.model import Coding, Span`.
"""

from qualcode.model.case import Case
from qualcode.model.change import Act, Change
from qualcode.model.code_keys import MAX_KEY, is_key, key_from, unused_key
from qualcode.model.codebook import Code, Codebook, CodeGroup, Pattern, PatternKind
from qualcode.model.coding import CONTEXT, SUGGESTION_ORIGINS, Coding, Origin, context_of
from qualcode.model.ids import (
    CaseId,
    CodeKey,
    CoderName,
    CodingId,
    MemoId,
    RoundId,
    SourceId,
    SuggestionId,
    new_id,
    new_ids,
)
from qualcode.model.listing import Listing, Value
from qualcode.model.memo import About, Memo
from qualcode.model.round import Round, RoundSettings, RoundUnit
from qualcode.model.source import Role, Sentence, Source, SourceKind, Transcript, Turn
from qualcode.model.span import Span, merge_spans
from qualcode.model.suggestion import Decision, Segment, Suggestion, Verdict
from qualcode.model.summary import Summary
from qualcode.model.transcripts.source_state import SourceState
from qualcode.model.transcripts.turn_settings import TurnSettings
from qualcode.model.transcripts.word_account import LeftOut, LeftOutKind, WordAccount
from qualcode.model.transcripts.word_counts import count_words, time_marks, white_space, word_starts

__all__ = [
    "CONTEXT",
    "MAX_KEY",
    "SUGGESTION_ORIGINS",
    "About",
    "Act",
    "Case",
    "CaseId",
    "Change",
    "Code",
    "CodeGroup",
    "CodeKey",
    "Codebook",
    "CoderName",
    "Coding",
    "CodingId",
    "Decision",
    "LeftOut",
    "LeftOutKind",
    "Listing",
    "Memo",
    "MemoId",
    "Origin",
    "Pattern",
    "PatternKind",
    "Role",
    "Round",
    "RoundId",
    "RoundSettings",
    "RoundUnit",
    "Segment",
    "Sentence",
    "Source",
    "SourceId",
    "SourceKind",
    "SourceState",
    "Span",
    "Suggestion",
    "SuggestionId",
    "Summary",
    "Transcript",
    "Turn",
    "TurnSettings",
    "Value",
    "Verdict",
    "WordAccount",
    "context_of",
    "count_words",
    "is_key",
    "key_from",
    "merge_spans",
    "new_id",
    "new_ids",
    "time_marks",
    "unused_key",
    "white_space",
    "word_starts",
]
