"""Which tables travel between copies of a study, and whose rows are whose."""

SHARED = (
    "coders", "sources", "turns", "sentences", "turn_versions", "cases", "attributes", "appearances",
    "waiting_appearances", "codebook_versions", "code_fates", "guids", "rounds", "round_coders",
    "round_spans", "frozen_sources", "tombstones",
)  # fmt: skip
"""Tables of the study as such: a pack has all their rows."""

OF_A_CODER = (
    "codings", "decisions", "memos", "summaries", "finished_sources", "round_finished", "settled_versions",
)  # fmt: skip
"""Tables whose rows belong to a coder: a pack has those of the coder who packs."""

MERGED = (
    "cases", "attributes", "appearances", "waiting_appearances", "codings", "stays", "decisions", "memos",
    "summaries", "finished_sources", "guids", "settled_versions", "rounds", "round_coders", "round_spans",
    "round_finished", "frozen_sources",
)  # fmt: skip
"""Tables that are merged row by row, after sources and the codebook, in an order that references allow."""

WITH_CONFLICTS = ("codings", "memos", "summaries")
"""Tables in which two versions of a row are listed for decision."""

WITH_CODES = ("codings", "decisions", "memos", "summaries")
"""Tables whose rows a merge moves to the code that theirs became."""

SPECIAL_SUBJECTS = ("codebook_versions", "current_turns", "merged_codebook", "merged_acts")
"""Subjects of changes that are no tables of rows; the history alone has them."""

UNTRANSLATED_SUBJECTS = ("merged_codebook", "merged_acts")
"""Those of them whose numbers and ids mean nothing in another copy."""

PACK_ID = 0x51_43_50_4B
"""The application id of a pack, "QCPK", so that a pack is never opened as a project."""

PACK_TABLE = """CREATE TABLE pack (
    coder       TEXT NOT NULL,
    made_at     TEXT NOT NULL,
    has_texts   INTEGER NOT NULL,
    digest      TEXT NOT NULL
)"""
"""The table that only a pack has: who packed it, when, whether the texts are in it, and `pack_digest`."""

UNDIGESTED_PACK = frozenset({"coder", "made_at", "has_texts"})
"""The columns of that table in packs of earlier versions."""
