"""The codebook after a merge: the newer of two versions, or a version that joins both."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qualcode.model import Code, Codebook, CodeKey
from qualcode.store.database import Database, Record
from qualcode.store.records import move_codings
from qualcode.store.records.codebook import codebooks, key_lineage
from qualcode.store.records.codebook.codebook_json import to_json
from qualcode.store.records.codebook.codebooks import CodebookVersion
from qualcode.store.row_changes import Recorder
from qualcode.store.team import codebook_exchange
from qualcode.store.team.codebook_exchange import VersionTree
from qualcode.workflows.project.codebook_file import parse_version, text_sha256
from qualcode.workflows.team import codebook_conflicts, version_ancestry


class Side(StrEnum):
    """Whose version of a code is taken where both changed it."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What is decided on codes that both copies changed: a side, or the whole text of the codebook."""

    side: Side | None = None
    text: str = ""

    @property
    def name(self) -> str:
        """How it was decided; empty if nothing is decided."""
        return "editor" if self.text else str(self.side or "")


UNDECIDED = Resolution()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookOutcome:
    """What became of the codebook, in a sentence, and notes."""

    sentence: str = ""
    notes: tuple[str, ...] = ()


def join_codebooks(
    recorder: Recorder, tree: VersionTree, resolution: Resolution = UNDECIDED
) -> CodebookOutcome:
    """Make the codebook's newest version the one that follows from both.

    CodebookConflictError for codes that both changed, if nothing is decided.
    Codings of codes that the newest version has under another key get that key; codes in use that it does not
    have are kept.
    """
    database = recorder.database
    own, other = (codebooks.with_number(database, number) for number in (tree.own_head, tree.other_head))
    if other is None:
        return CodebookOutcome()
    added: list[int] = []
    sentence = ""
    notes: list[str] = []
    if own is None or tree.own_head in codebook_exchange.ancestors(database, tree.other_head):
        sentence = f"The codebook is theirs now: version {tree.other_head}." if tree.new else ""
    elif tree.other_head not in codebook_exchange.ancestors(database, tree.own_head):
        number, notes = _join(recorder, own, other, resolution)
        added.append(number)
        sentence = f"The codebook joins both: version {number}."
    further, more = _keep_used_codes(recorder, tree)
    added += further
    codebook_exchange.record_merged(recorder, added, tree.own_sha256)
    return CodebookOutcome(sentence=sentence, notes=(*notes, *more))


def _join(
    recorder: Recorder, own: CodebookVersion, other: CodebookVersion, resolution: Resolution
) -> tuple[int, list[str]]:
    """Add the version that joins both; the same in every copy that joins the same two without a decision."""
    from qualcode.codebook import read
    from qualcode.codebook.changes.join_versions import join

    database = recorder.database
    identities = codebook_exchange.uuids(database)
    first, second = sorted((own, other), key=lambda version: identities[version.number])
    base = version_ancestry.common(database, own.number, other.number)
    preferred = other if resolution.side is Side.THEIRS else own
    joined = join(
        version_ancestry.text(database, base), first.text, second.text, prefers_second=preferred is second
    )
    fates = version_ancestry.fate_conflicts(database, base, own.number, other.number)
    conflicts = bool(joined.conflicts or fates)
    if not conflicts:
        joined = version_ancestry.join_of_all(database, own.number, other.number) or joined
    text = _with_codes_of(preferred, joined.text, [fate.key for fate in fates])
    if conflicts and not resolution.name:
        raise codebook_conflicts.conflict_error(text, joined.conflicts, fates, own_is_first=own is first)
    if conflicts and resolution.text:
        text = codebook_conflicts.without_comments(resolution.text)
    codebook = read(text)
    decided = resolution.name if conflicts else ""
    if decided and preferred is second:  # keys become what they became in the parent
        first, second = second, first
    row: Record = {
        "sha256": text_sha256(text),
        "text": text,
        "parsed": to_json(codebook),
        "made_at": max(own.made_at, other.made_at),
        "coder": second.coder,
        "uuid": version_ancestry.identity(
            identities[first.number], identities[second.number], text, decided and recorder.act
        ),
        "parent": first.number,
        "joined": second.number,
    }
    differing = {fate.key for fate in fates}
    pairs = _key_pairs(database, base or second.number, second.number, differing)
    return codebook_exchange.add_join(recorder, row, pairs), list(joined.notes)


def _with_codes_of(version: CodebookVersion, text: str, keys: Sequence[CodeKey]) -> str:
    """Return the text with those of the codes that a version has."""
    from qualcode.codebook import read
    from qualcode.codebook.changes.join_versions import with_code

    codebook = parse_version(version)
    for key in keys:
        if key in codebook and key not in read(text):
            text = with_code(text, *_entry(codebook, key))
    return text


def _keep_used_codes(recorder: Recorder, tree: VersionTree) -> tuple[list[int], list[str]]:
    """Give codings keys that the newest version has, or keep their codes in a further version."""
    from qualcode.codebook import read
    from qualcode.codebook.changes.join_versions import with_code

    database = recorder.database
    newest = codebooks.newest(database)
    if newest is None:
        return [], []
    codebook = parse_version(newest)
    kept = set[CodeKey]()
    for key in move_codings.codes_in_use(database):
        if key in codebook:
            continue
        became = _only_target(database, key, tree, newest.number)
        if became is not None:
            move_codings.replace_codes(recorder, [key], became)
        if (became or key) not in codebook:
            kept.add(became or key)
    entries = {key: entry for key in sorted(kept) for entry in _entries_of(database, key, tree)}
    if not entries:
        return [], []
    base = version_ancestry.without_kept_codes(database, newest)
    earlier = {*codebook.keys} - {*parse_version(base).keys}  # all in one order, whichever merge kept them
    text = base.text
    entries_of_all = entries | {key: _entry(codebook, key) for key in earlier}
    for key in sorted(entries_of_all):
        text = with_code(text, *entries_of_all[key])
    identity = version_ancestry.identity(codebook_exchange.uuids(database)[newest.number], text)
    row: Record = {
        "sha256": text_sha256(text),
        "text": text,
        "parsed": to_json(read(text)),
        "made_at": newest.made_at,
        "coder": newest.coder,
        "uuid": identity,
        "parent": newest.number,
        "joined": None,
    }
    note = f"Kept in the codebook, since codings use them: {', '.join(entries)}."
    return [codebook_exchange.add_join(recorder, row, ())], [note]


def _only_target(database: Database, key: CodeKey, tree: VersionTree, newest: int) -> CodeKey | None:
    """Return the one code that a code became; None if it became none or several.

    The newest version need not have it: a copy may have followed the code before it heard that another copy
    removed what it became. So which of the two codes is kept does not depend on the order of merges.
    """
    last = version_ancestry.last_with(database, key, [tree.own_head, tree.other_head])
    changes = (key_lineage.key_changes(database, version.number, newest) for version in last)
    targets = {keys for each in changes if (keys := each.get(key))}
    [target, *rest] = sorted(targets) or [()]
    return target[0] if len(target) == 1 and not rest else None


def _entries_of(database: Database, key: CodeKey, tree: VersionTree) -> list[tuple[Code, CodeKey | None]]:
    """Return a code and its parent as coders last had it; if they had it in several ways, a changed one."""
    last = version_ancestry.last_with(database, key, [tree.own_head, tree.other_head])
    entries = [_entry(parse_version(version), key) for version in last]
    base = version_ancestry.common_of(database, [version.number for version in last])
    codebook = parse_version(base) if base else Codebook()
    before = _entry(codebook, key) if key in codebook else None
    return [entry for entry in entries if entry != before][:1] or entries[:1]


def _entry(codebook: Codebook, key: CodeKey) -> tuple[Code, CodeKey | None]:
    """Return a code, without those under it, with the key of its parent."""
    above = codebook.ancestors(key)
    return replace(codebook.code(key), children=()), above[-1].key if above else None


def _key_pairs(
    database: Database, older: int, newer: int, left_out: Collection[CodeKey]
) -> list[tuple[str, str]]:
    """Return which keys became which between two versions."""
    changes = key_lineage.key_changes(database, older, newer)
    return [(str(old), str(new)) for old, keys in changes.items() for new in keys if old not in left_out]
