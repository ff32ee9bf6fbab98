"""The codebook over time: its versions, what changed between them, and which codings a change overtook.

A version is kept when something is done under it; the file as it stands now may be one that is not kept yet.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import Codebook, CodeKey
from qualcode.store.project import Project
from qualcode.store.records import codebooks, codings, key_lineage
from qualcode.store.records.codebooks import CodebookVersion
from qualcode.workflows.project.codebook_file import parsed
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    from qualcode.codebook import CodebookDifference

_NAMED = 3
"""How many codes a short summary names of each kind of change."""
_DEFINING = ("brief", "definition", "when_to_use", "when_not_to_use")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookState:
    """The codebook at one moment; `number` is None for the file as it stands now, not kept yet."""

    number: int | None
    codebook: Codebook
    made_at: str = ""
    coder: str = ""

    @property
    def name(self) -> str:
        """How a message names it."""
        if self.number is None:
            return "the file as it stands now"
        return f"version {self.number} ({self.made_at}, {self.coder})"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary:
    """One version in the list of versions, with what it changed in short."""

    state: CodebookState
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDifference:
    """One difference, and how many codings there are today with the codes that it is about."""

    difference: "CodebookDifference"
    codings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionComparison:
    """What changed from one state to another."""

    older: CodebookState
    newer: CodebookState
    changes: tuple[CountedDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redefinition:
    """The last time that the words which say when a code applies were changed."""

    state: CodebookState
    fields: tuple[str, ...]
    before: int
    """The codings made under a version with a smaller number than this were made before it."""


def steps(project: Project, limit: int | None = None) -> list[VersionSummary]:
    """Return the versions, newest first, each with what it changed; the file as it is where it is new."""
    numbers = codebooks.numbers(project.database)
    states = _states(project, numbers[-limit - 1 :] if limit else numbers)
    now = _now(project)
    if now.number is None:
        states.append(now)
    found = [
        VersionSummary(state=new, changed=summary(differences(project, old, new)))
        for old, new in pairwise(states)
    ]
    if states and (not limit or len(numbers) <= limit):
        found.insert(
            0, VersionSummary(state=states[0], changed=f"begun with {len(states[0].codebook)} codes")
        )
    return found[::-1]


def text_at(project: Project, number: int) -> str:
    """Return the text of the codebook file as it was in a version; NotFoundError where there is none."""
    return _version(project, number).text


def compare(project: Project, older: int | None = None, newer: int | None = None) -> VersionComparison:
    """Return what changed between two versions; else from the one kept last to the file as it is now."""
    numbers = codebooks.numbers(project.database)
    if not numbers:
        raise NotFoundError(
            "No version of the codebook has been kept yet.",
            "One is kept with the first coding made under it.",
        )
    if older is not None and newer is not None and older > newer:
        raise UsageError(f"Version {older} is not older than {newer}.", "Name the older version first.")
    [old] = _states(project, [numbers[-1] if older is None else older])
    new = _now(project) if newer is None else _states(project, [newer])[0]
    counts = codings.counts(project.database, "code")
    return VersionComparison(
        older=old,
        newer=new,
        changes=tuple(
            CountedDifference(difference=one, codings=sum(counts.get(key, 0) for key in {one.code, *one.now}))
            for one in differences(project, old, new)
        ),
    )


def last_redefinition(project: Project, key: str) -> Redefinition | None:
    """Return when a code's brief, definition or rules of use last changed; None where they never did.

    The code is followed back under the keys that it had before.
    """
    new = _now(project)
    code = current_codebook(project).code(key)
    for number in reversed(codebooks.numbers(project.database)):
        if number == new.number:
            continue
        [old] = _states(project, [number])
        was = _earlier(project, old, new, code)
        if was is None:
            return None
        before, after = old.codebook.code(was), new.codebook.code(code)
        if fields := tuple(name for name in _DEFINING if getattr(before, name) != getattr(after, name)):
            return Redefinition(state=new, fields=fields, before=new.number or number + 1)
        new, code = old, was
    return None


def summary(found: "tuple[CodebookDifference, ...]") -> str:
    """Return differences in one line: what happened, and to which codes."""
    by_kind: dict[str, list[str]] = {}
    for one in found:
        renamed = one.now and one.now[0] != one.code and len(one.now) == 1
        named = f"{one.code} → {one.now[0]}" if renamed else str(one.code)
        by_kind.setdefault(one.kind.value, []).append(named)
    parts = []
    for kind, names in by_kind.items():
        distinct = [name for name in dict.fromkeys(names) if name]
        rest = f" and {len(distinct) - _NAMED} more" if len(distinct) > _NAMED else ""
        parts.append(f"{kind} {', '.join(distinct[:_NAMED])}{rest}".rstrip())
    return "; ".join(parts) or "comments or order of fields"


def differences(project: Project, old: CodebookState, new: CodebookState) -> "tuple[CodebookDifference, ...]":
    """Return what changed; where nobody has said what became of a key, the likeliest is said to look so."""
    from qualcode import codebook

    known = _became(project, old, new)
    taken = {key for keys in known.values() for key in keys}
    looks = {
        guess.old: guess
        for guess in codebook.guesses(old.codebook, new.codebook)
        if guess.old not in known and guess.new not in taken
    }
    became = {**known, **{guess.old: (guess.new,) for guess in looks.values()}}
    return tuple(
        replace(
            one, message=f"`{one.code}` looks renamed to `{looks[one.code].new}`: {looks[one.code].reason}."
        )
        if one.kind is codebook.DifferenceKind.RENAMED and one.code in looks
        else one
        for one in codebook.compare(old.codebook, new.codebook, became)
    )


def _became(project: Project, old: CodebookState, new: CodebookState) -> key_lineage.KeyMap:
    """Return what is on record of keys; the file as it stands follows the version kept last."""
    newest = new.number or codebooks.numbers(project.database)[-1]
    return key_lineage.key_changes(project.database, old.number or newest, newest)


def _earlier(project: Project, old: CodebookState, new: CodebookState, key: CodeKey) -> CodeKey | None:
    """Return the key that a code had in an older state; None where it was not there."""
    if key in old.codebook:
        return key
    renamed = (one for one in differences(project, old, new) if key in one.now and one.code in old.codebook)
    return next((one.code for one in renamed), None)


def _states(project: Project, numbers: list[int]) -> list[CodebookState]:
    return [_state(_version(project, number)) for number in numbers]


def _state(version: CodebookVersion) -> CodebookState:
    return CodebookState(
        number=version.number, codebook=parsed(version), made_at=version.made_at, coder=version.coder
    )


def _version(project: Project, number: int) -> CodebookVersion:
    found = codebooks.with_number(project.database, number)
    if found is None:
        known = ", ".join(map(str, codebooks.numbers(project.database))) or "none yet"
        raise NotFoundError(f"There is no version {number} of the codebook.", f"Versions: {known}.")
    return found


def _now(project: Project) -> CodebookState:
    force = current_codebook(project)
    if force.version is None:
        return CodebookState(number=None, codebook=force.codebook)
    return _state(_version(project, force.version))
