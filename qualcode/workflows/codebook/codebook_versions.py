"""Versions of the codebook: their list, the differences between them, and redefinitions of a code.

A version is stored with the first act done under it; the file on disk may not be stored yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import Codebook, CodeKey, CoderName
from qualcode.store.project import Project
from qualcode.store.records import codings
from qualcode.store.records.codebook import codebooks, key_lineage
from qualcode.store.records.codebook.codebooks import CodebookVersion
from qualcode.workflows.project.codebook_file import parse_version
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    from qualcode.codebook import CodebookDifference, RenameGuess

_MAX_NAMED = 3
"""Maximum number of codes that a summary names per kind of difference."""
_DEFINING = ("brief", "definition", "when_to_use", "when_not_to_use")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookState:
    """A stored version, or the file on disk if it is not stored yet (then `number` is None)."""

    number: int | None
    codebook: Codebook
    made_at: str = ""
    coder: str = ""

    @property
    def name(self) -> str:
        """The name in messages."""
        if self.number is None:
            return "the current file"
        return f"version {self.number} ({self.made_at}, {self.coder})"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary:
    """A version with a one-line summary of its differences from the version before."""

    state: CodebookState
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDifference:
    """A difference with the current number of codings of the codes concerned."""

    difference: "CodebookDifference"
    codings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionComparison:
    """The differences between two states, with counts."""

    older: CodebookState
    newer: CodebookState
    changes: tuple[CountedDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redefinition:
    """The last change of a code's brief, definition or rules of use."""

    state: CodebookState
    fields: tuple[str, ...]
    since_version: int
    """Codings made under a version with a smaller number were made before the redefinition."""


def version_summaries(project: Project, limit: int | None = None) -> list[VersionSummary]:
    """Return the versions, newest first; the file on disk comes first if it is not stored yet."""
    numbers = codebooks.numbers(project.database)
    states = _states(project, numbers[-limit - 1 :] if limit else numbers)
    current = _current_state(project)
    if current.number is None:
        states.append(current)
    summaries = [
        VersionSummary(state=new, changed=summary(differences(project, old, new)))
        for old, new in pairwise(states)
    ]
    if states and (not limit or len(numbers) <= limit):
        started = f"begun with {len(states[0].codebook)} codes"
        summaries.insert(0, VersionSummary(state=states[0], changed=started))
    return summaries[::-1]


def text_at(project: Project, number: int) -> str:
    """Return the text of a version's file; NotFoundError if there is no such version."""
    return _version(project, number).text


def compare(
    project: Project,
    older: int | None = None,
    newer: int | None = None,
    *,
    coders: Sequence[CoderName] = (),
) -> VersionComparison:
    """Return the differences between two versions; by default the file on disk and the one before it.

    That is the newest stored version, or, if the file is as it is stored there, the version before that.
    """
    numbers = codebooks.numbers(project.database)
    if not numbers:
        raise NotFoundError(
            "No version of the codebook has been stored yet.",
            "One is stored with the first coding made under it.",
        )
    if older is not None and newer is not None and older > newer:
        raise UsageError(f"Version {older} is not older than {newer}.", "Name the older version first.")
    new = _current_state(project) if newer is None else _states(project, [newer])[0]
    if older is None:
        earlier = [number for number in numbers if number < (new.number or numbers[-1] + 1)]
        older = earlier[-1] if earlier else numbers[0]
    [old] = _states(project, [older])
    counts = codings.counts(project.database, "code", *coders)
    return VersionComparison(
        older=old,
        newer=new,
        changes=tuple(
            CountedDifference(
                difference=each, codings=sum(counts.get(key, 0) for key in {each.code, *each.new_keys})
            )
            for each in differences(project, old, new)
        ),
    )


def last_redefinition(project: Project, key: str) -> Redefinition | None:
    """Return the last change of a code's brief, definition or rules of use; None if there was none.

    The code is traced back under its earlier keys.
    """
    new = _current_state(project)
    key_after = current_codebook(project).code(key)
    for number in reversed(codebooks.numbers(project.database)):
        if number == new.number:
            continue
        [old] = _states(project, [number])
        key_before = _earlier_key(project, old, new, key_after)
        if key_before is None:
            return None
        before, after = old.codebook.code(key_before), new.codebook.code(key_after)
        if fields := tuple(name for name in _DEFINING if getattr(before, name) != getattr(after, name)):
            return Redefinition(state=new, fields=fields, since_version=new.number or number + 1)
        new, key_after = old, key_before
    return None


def summary(differences: "tuple[CodebookDifference, ...]") -> str:
    """Return differences in one line: each kind with the codes concerned."""
    by_kind: dict[str, list[str]] = {}
    for each in differences:
        renamed = each.new_keys and each.new_keys[0] != each.code and len(each.new_keys) == 1
        name = f"{each.code} → {each.new_keys[0]}" if renamed else str(each.code)
        by_kind.setdefault(each.kind.value, []).append(name)
    summaries = []
    for kind, names in by_kind.items():
        distinct = [name for name in dict.fromkeys(names) if name]
        rest = f" and {len(distinct) - _MAX_NAMED} more" if len(distinct) > _MAX_NAMED else ""
        summaries.append(f"{kind} {', '.join(distinct[:_MAX_NAMED])}{rest}".rstrip())
    return "; ".join(summaries) or "comments or order of fields"


def differences(project: Project, old: CodebookState, new: CodebookState) -> "tuple[CodebookDifference, ...]":
    """Return the differences; a message says so where a rename is only guessed, not recorded."""
    from qualcode import codebook

    recorded = _recorded_keys(project, old, new)
    targets = {key for keys in recorded.values() for key in keys}
    guesses = {
        guess.old: guess
        for guess in codebook.guess_renames(old.codebook, new.codebook)
        if guess.old not in recorded and guess.new not in targets
    }
    key_map = {**recorded, **{guess.old: (guess.new,) for guess in guesses.values()}}
    return tuple(
        _as_guess(each, guesses[each.code])
        if each.kind is codebook.DifferenceKind.RENAMED and each.code in guesses
        else each
        for each in codebook.compare(old.codebook, new.codebook, key_map)
    )


def _as_guess(difference: "CodebookDifference", guess: "RenameGuess") -> "CodebookDifference":
    message = f"`{guess.old}` looks renamed to `{guess.new}`: {guess.reason}."
    return replace(difference, message=message)


def _recorded_keys(project: Project, old: CodebookState, new: CodebookState) -> key_lineage.KeyMap:
    """Return the recorded changes of keys; the file on disk counts as the newest stored version."""
    newest = new.number or codebooks.numbers(project.database)[-1]
    return key_lineage.key_changes(project.database, old.number or newest, newest)


def _earlier_key(project: Project, old: CodebookState, new: CodebookState, key: CodeKey) -> CodeKey | None:
    """Return the key that a code had in an older state; None if it did not exist."""
    if key in old.codebook:
        return key
    old_keys = (each.code for each in differences(project, old, new) if key in each.new_keys)
    return next((old_key for old_key in old_keys if old_key in old.codebook), None)


def _states(project: Project, numbers: list[int]) -> list[CodebookState]:
    return [_state(_version(project, number)) for number in numbers]


def _state(version: CodebookVersion) -> CodebookState:
    return CodebookState(
        number=version.number, codebook=parse_version(version), made_at=version.made_at, coder=version.coder
    )


def _version(project: Project, number: int) -> CodebookVersion:
    version = codebooks.with_number(project.database, number)
    if version is None:
        numbers = ", ".join(map(str, codebooks.numbers(project.database))) or "none yet"
        raise NotFoundError(f"There is no version {number} of the codebook.", f"Versions: {numbers}.")
    return version


def _current_state(project: Project) -> CodebookState:
    current = current_codebook(project)
    if current.version is None:
        return CodebookState(number=None, codebook=current.codebook)
    return _state(_version(project, current.version))
