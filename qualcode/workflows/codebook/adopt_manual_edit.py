"""Adopt an edit made by hand: store the file as the newest version and update the codings.

Each code in use that is missing from the file needs an answer: renamed, merged into another code, or retired
(then it is added to the file again, as retired).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import Code, Codebook, CodeKey, CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.move_codings import MovedCodings
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.codebook.edit_codebook import ProposedEdit
from qualcode.workflows.project.codebook_file import codebook_transaction, parse_version
from qualcode.workflows.project.current_codebook import CurrentCodebook, read_codebook_file
from qualcode.workflows.project.missing_codes import (
    MissingCode,
    find_missing_codes,
    missing_codes_error,
)
from qualcode.workflows.rounds.hidden_work import require_nothing_hidden

if TYPE_CHECKING:
    from qualcode.codebook import CodebookDifference
    from qualcode.codebook.changes.edit import Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingCodeAnswers:
    """What became of codes that are missing from the file: (old key, new key) pairs, and keys to retire."""

    renamed: tuple[tuple[str, str], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    retired: tuple[str, ...] = ()


NO_ANSWERS = MissingCodeAnswers()


def propose(project: Project, answers: MissingCodeAnswers = NO_ANSWERS) -> ProposedEdit:
    """Propose the file with these answers as the newest version.

    VanishedCodesError if a code in use is missing and has no answer.
    """
    current = read_codebook_file(project)
    newest = codebooks.newest(project.database)
    before = parse_version(newest) if newest else Codebook()
    missing = find_missing_codes(project.database, current.codebook)
    new_keys = dict(_new_keys(answers, before, current.codebook, missing))
    for key in answers.retired:
        _require_missing(CodeKey(key), before, current.codebook, missing)
    answered = [*new_keys, *answers.retired]
    if len(set(answered)) < len(answers.renamed) + len(answers.merged) + len(answers.retired):
        raise UsageError("A code is given twice.", "Say what became of each code once.")
    if unanswered := tuple(code for code in missing if code.key not in answered):
        raise missing_codes_error(unanswered, current.file)
    return ProposedEdit(
        verb="adopt codebook",
        summary=_summary(answers),
        current=replace(current, text=newest.text if newest else ""),
        edit=_edit(current, before, new_keys, [CodeKey(key) for key in answers.retired]),
        codings=sum(code.codings for code in missing if code.key in answered),
    )


def carry_out(project: Project, coder: CoderName, proposal: ProposedEdit) -> MovedCodings:
    """Store the file as the newest version and update the codings; nothing if it is stored already."""
    current = proposal.current
    if current.version is not None:
        return MovedCodings(codings=0, joined=0)
    if proposal.edit.changes:
        require_nothing_hidden(project.database, coder, proposal.verb)
    with (
        codebook_transaction(project),
        history.act(project.database, coder, proposal.verb, proposal.summary) as recorder,
    ):
        if (codebooks.newest_number_and_hash(project.database) or (0, ""))[0] != current.newest:
            raise ConflictError("The codebook has been changed in the meantime.", "Do it again.")
        edit_codebook.store_version(recorder, coder, proposal.edit, current.sha256)
        return edit_codebook.move_affected_codings(recorder, proposal.edit.changes)


def differences(project: Project, proposal: ProposedEdit) -> "tuple[CodebookDifference, ...]":
    """Return the differences between the newest stored version and the proposed one."""
    from qualcode.codebook import compare

    newest = codebooks.newest(project.database)
    if newest is None:
        return ()
    key_map = {change.old: change.new for change in proposal.edit.changes}
    return compare(parse_version(newest), proposal.edit.codebook, key_map)


def _new_keys(
    answers: MissingCodeAnswers, before: Codebook, after: Codebook, missing: Iterable[MissingCode]
) -> Iterator[tuple[CodeKey, CodeKey]]:
    """Yield the (old key, new key) pairs of the answers; errors for keys that do not fit the file."""
    pairs = [(*pair, True) for pair in answers.renamed] + [(*pair, False) for pair in answers.merged]
    for old, new, renamed in pairs:
        _require_missing(CodeKey(old), before, after, missing)
        if new not in after:
            raise NotFoundError.among("code", new, after.keys, "The new key has to be in the file.")
        if renamed and new in before:
            raise UsageError(
                f"`{new}` was in the codebook before.",
                f"If `{old}` became part of it: --merge {old}={new}",
            )
        yield CodeKey(old), CodeKey(new)


def _require_missing(key: CodeKey, before: Codebook, after: Codebook, missing: Iterable[MissingCode]) -> None:
    if key in after:
        raise UsageError(
            f"`{key}` is still in the file.", "Use `qualcode codebook rename`, or merge, or retire."
        )
    missing_keys = {*(code.key for code in missing), *(old for old in before.keys if old not in after)}
    if key not in missing_keys:
        raise NotFoundError.among("code that is missing from the file", key, missing_keys)


def _edit(
    current: CurrentCodebook, before: Codebook, new_keys: dict[CodeKey, CodeKey], retired: Sequence[CodeKey]
) -> "Edit":
    """Return the file's text with the retired codes added again, and the changed keys."""
    from qualcode.codebook.changes import edit

    result = edit.Edit(text=current.text, codebook=current.codebook)
    in_order = [key for key in before.keys if key in retired]
    for key in [*in_order, *sorted(set(retired).difference(in_order))]:
        code = before.code(key) if key in before else Code(key=key)
        under, after = _old_position(before, result.codebook, key)
        result = edit.add(result.text, replace(code, children=(), retired=True), under, after)
    changes = tuple(edit.KeyChange(old=old, new=(new,)) for old, new in new_keys.items())
    return replace(result, changes=changes)


def _old_position(before: Codebook, after: Codebook, key: CodeKey) -> tuple[CodeKey | None, CodeKey | None]:
    """Return the parent and the previous sibling that a code had, as far as they are still in their lists."""
    ancestors = before.ancestors(key) if key in before else ()
    if not ancestors or ancestors[-1].key not in after:
        parent, old_siblings, siblings = None, before.codes, after.codes
    else:
        parent = ancestors[-1].key
        old_siblings, siblings = ancestors[-1].children, after.code(parent).children
    old_keys = [code.key for code in old_siblings]
    earlier = old_keys[: old_keys.index(key)] if key in old_keys else []
    present = {code.key for code in siblings}
    return parent, next((sibling for sibling in reversed(earlier) if sibling in present), None)


def _summary(answers: MissingCodeAnswers) -> str:
    parts = [f"{old} is {new}" for old, new in answers.renamed]
    parts += [f"{old} into {new}" for old, new in answers.merged]
    parts += [f"{key} retired" for key in answers.retired]
    return ", ".join(parts) or "as edited by hand"
