"""Adopting an edit made by hand: the codebook's file as it stands becomes the newest version, codings follow.

Codes that are in use and gone from the file need an answer each: renamed, merged into another, or retired
(then the code is put back into the file as one that is no longer given to new passages).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import Code, Codebook, CodeKey, CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codebooks
from qualcode.store.records.move_codings import MovedCodings
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.codebook.edit_codebook import ProposedEdit
from qualcode.workflows.project.codebook_file import followed, parsed
from qualcode.workflows.project.current_codebook import CurrentCodebook, read_codebook_file
from qualcode.workflows.project.missing_codes import MissingCode, questions, refuse

if TYPE_CHECKING:
    from qualcode.codebook import CodebookDifference
    from qualcode.codebook.changes.edit import Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingCodeAnswers:
    """What became of codes that are gone from the file: pairs of old and new keys, and keys to retire."""

    renamed: tuple[tuple[str, str], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    retired: tuple[str, ...] = ()


NO_ANSWERS = MissingCodeAnswers()


def propose(project: Project, answers: MissingCodeAnswers = NO_ANSWERS) -> ProposedEdit:
    """Propose that the file as it stands, with these answers, is the codebook from now on.

    VanishedCodesError where a code that is in use is gone and no answer says what became of it.
    """
    force = read_codebook_file(project)
    newest = codebooks.newest(project.database)
    before = parsed(newest) if newest else Codebook()
    asked = questions(project.database, force.codebook)
    fates = dict(_fates(answers, before, force.codebook, asked))
    for key in answers.retired:
        _must_be_gone(CodeKey(key), before, force.codebook, asked)
    answered = [*fates, *answers.retired]
    twice = {key for key in answered if answered.count(key) > 1}
    if twice or len(fates) < len(answers.renamed) + len(answers.merged):
        raise UsageError("A code is answered for twice.", "Say for each code what became of it, once.")
    if missing := tuple(question for question in asked if question.key not in answered):
        raise refuse(missing, force.file)
    wanted = [CodeKey(key) for key in answers.retired]
    return ProposedEdit(
        verb="adopt codebook",
        summary=_summary(answers),
        force=replace(force, text=newest.text if newest else ""),
        edit=_edit(force, before, fates, wanted),
        codings=sum(question.codings for question in asked if question.key in answered),
    )


def carry_out(project: Project, coder: CoderName, proposal: ProposedEdit) -> MovedCodings:
    """Make the file the newest version, and let codings follow."""
    force = proposal.force
    if force.version is not None:
        return MovedCodings(codings=0, joined=0)
    with (
        followed(project),
        history.act(project.database, coder, proposal.verb, proposal.summary) as recorder,
    ):
        if (codebooks.newest_number_and_hash(project.database) or (0, ""))[0] != force.newest:
            raise ConflictError("The codebook has been changed in the meantime.", "Do it again.")
        edit_codebook.put(recorder, coder, proposal.edit, force.sha256)
        return edit_codebook.follow(recorder, proposal.edit.changes)


def differences(project: Project, proposal: ProposedEdit) -> "tuple[CodebookDifference, ...]":
    """Return what changes from the newest version, for people."""
    from qualcode.codebook import compare

    newest = codebooks.newest(project.database)
    if newest is None:
        return ()
    return compare(
        parsed(newest), proposal.edit.codebook, {one.old: one.new for one in proposal.edit.changes}
    )


def _fates(
    answers: MissingCodeAnswers, before: Codebook, now: Codebook, asked: Iterable[MissingCode]
) -> Iterator[tuple[CodeKey, CodeKey]]:
    pairs = [(*pair, True) for pair in answers.renamed] + [(*pair, False) for pair in answers.merged]
    for old, new, renamed in pairs:
        _must_be_gone(CodeKey(old), before, now, asked)
        if new not in now:
            raise NotFoundError.among("code", new, now.keys, "It has to be in the file.")
        if renamed and new in before:
            raise UsageError(
                f"`{new}` was there before.", f"If `{old}` became part of it: --merge {old}={new}"
            )
        yield CodeKey(old), CodeKey(new)


def _must_be_gone(key: CodeKey, before: Codebook, now: Codebook, asked: Iterable[MissingCode]) -> None:
    if key in now:
        raise UsageError(
            f"`{key}` is still in the file.", "Use `qualcode codebook rename`, or merge, or retire."
        )
    gone = {*(question.key for question in asked), *(old for old in before.keys if old not in now)}
    if key not in gone:
        raise NotFoundError.among("code that is gone from the file", key, gone)


def _edit(
    force: CurrentCodebook, before: Codebook, fates: dict[CodeKey, CodeKey], retired: Iterable[CodeKey]
) -> "Edit":
    """Return the file's text with retired codes put back, and what the answers mean for codings."""
    from qualcode.codebook.changes import edit

    made = edit.Edit(text=force.text, codebook=force.codebook)
    wanted = set(retired)
    in_order = [key for key in before.keys if key in wanted]
    for key in [*in_order, *sorted(wanted.difference(in_order))]:
        code = before.code(key) if key in before else Code(key=key)
        under, after = _place(before, made.codebook, key)
        made = edit.add(made.text, replace(code, children=(), retired=True), under, after)
    kinds = {
        new: edit.KeyFate.MERGED
        if list(fates.values()).count(new) > 1 or new in before
        else edit.KeyFate.RENAMED
        for new in fates.values()
    }
    changes = tuple(edit.KeyChange(old=old, new=(new,), fate=kinds[new]) for old, new in fates.items())
    return replace(made, changes=changes)


def _place(before: Codebook, now: Codebook, key: CodeKey) -> tuple[CodeKey | None, CodeKey | None]:
    """Return under which code and after which one a code stood, as far as these are where they were."""
    above = before.ancestors(key) if key in before else ()
    if not above or above[-1].key not in now:
        under, siblings, there = None, before.codes, now.codes
    else:
        under = above[-1].key
        siblings, there = above[-1].children, now.code(under).children
    keys = [code.key for code in siblings]
    earlier = keys[: keys.index(key)] if key in keys else []
    present = {code.key for code in there}
    return under, next((one for one in reversed(earlier) if one in present), None)


def _summary(answers: MissingCodeAnswers) -> str:
    parts = [f"{old} is {new}" for old, new in answers.renamed]
    parts += [f"{old} into {new}" for old, new in answers.merged]
    parts += [f"{key} retired" for key in answers.retired]
    return ", ".join(parts) or "as edited by hand"
