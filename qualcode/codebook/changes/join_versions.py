"""Join two codebooks that were changed apart: what one of them changed in a code, the other gets too.

A code counts as changed if its fields or its parent differ from the version that both come from. A code that
both changed in different ways is a conflict; nothing is decided silently. Groups are joined by their members.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from qualcode.codebook.changes import changed_codebook, edit
from qualcode.codebook.changes.join_groups import join_groups, with_groups
from qualcode.codebook.yaml_file.field_names import TEXT_FIELDS
from qualcode.codebook.yaml_file.read_yaml import read
from qualcode.codebook.yaml_file.splices import ListItem, append_items, remove_field, set_field
from qualcode.codebook.yaml_file.write_yaml import pattern_text
from qualcode.codebook.yaml_file.yaml_scalars import scalar
from qualcode.codebook.yaml_file.yaml_text import YamlText
from qualcode.model import Code, Codebook, CodeKey


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeConflict:
    """A code that both changed: as it is in the first and in the second, None where it was removed."""

    key: CodeKey
    first: Code | None
    second: Code | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedCodebook:
    """The text of the first codebook with the changes of the second, and the codes that both changed."""

    text: str
    conflicts: tuple[CodeConflict, ...]
    notes: tuple[str, ...]
    """What the two versions together do not allow, in sentences."""


Entry = tuple[Code, CodeKey | None]
"""A code without those under it, and the key of its parent."""


def join(base: str, first: str, second: str, *, prefers_second: bool = False) -> JoinedCodebook:
    """Return the first text with what the second changed since the base.

    Of codes that both changed, the version of the first is kept, or of the second with `prefers_second`; they
    are returned as conflicts.
    """
    old, own, new = (_entries(read(text)) for text in (base, first, second))
    conflicts: list[CodeConflict] = []
    taken: list[CodeKey] = []
    for key in dict.fromkeys((*new, *old)):
        before, mine, theirs = (entries.get(key) for entries in (old, own, new))
        if theirs in (before, mine):
            continue
        if mine != before:
            conflicts.append(CodeConflict(key=key, first=mine and mine[0], second=theirs and theirs[0]))
            if not prefers_second:
                continue
        taken.append(key)
    notes: list[str] = []
    text = first
    for key in taken:
        if (entry := new.get(key)) is not None:
            text = _with_entry(text, entry)
    for key in reversed(taken):
        if key not in new:
            text = _without(text, key)
    notes += _notes(read(text), {key: new.get(key) for key in taken})
    text, further = _with_top_fields(text, base, first, second)
    return JoinedCodebook(text=text, conflicts=tuple(conflicts), notes=(*notes, *further))


def _with_top_fields(text: str, base: str, first: str, second: str) -> tuple[str, list[str]]:
    """Return the text with the name and the groups of both, and notes on what could not be joined."""
    old, own, new = (read(each) for each in (base, first, second))
    notes: list[str] = []
    if new.name not in (old.name, own.name):
        yaml_text = YamlText(text)
        if own.name == old.name and "codebook" in yaml_text.root.pairs:
            splices = set_field(yaml_text, yaml_text.root, "codebook", new.name)
            text = yaml_text.with_splices(splices, replace(yaml_text.codebook, name=new.name)).file_text
        else:
            notes.append(f"Both copies named the codebook anew: it is {own.name!r}, not {new.name!r}.")
    if new.groups not in (old.groups, own.groups):
        groups = join_groups(old.groups, read(text).groups, new.groups)
        text = with_groups(text, groups.groups)
        notes += [
            f"The group {name!r} was removed in one copy and changed in the other: it is kept."
            for name in groups.kept
        ]
        if read(text).groups != groups.groups:
            notes.append("The groups of codes differ: those of one copy are kept.")
    return text, notes


def _notes(joined: Codebook, taken: Mapping[CodeKey, Entry | None]) -> list[str]:
    """Return what of the second version's changes the first does not allow."""
    notes: list[str] = []
    for key, entry in taken.items():
        above = [code.key for code in joined.ancestors(key)] if key in joined else []
        if entry is None and key in joined:
            notes.append(f"`{key}` was removed in one copy, but the other has codes under it: it is kept.")
        elif entry is not None and entry[1] != (above[-1] if above else None):
            present = _place(above[-1] if above else None)
            notes.append(f"`{key}` is {present}: it cannot be {_place(entry[1])}, where one copy moved it.")
    return notes


def _place(parent: CodeKey | None) -> str:
    return f"under `{parent}`" if parent else "at the top"


def with_code(text: str, code: Code, parent: CodeKey | None) -> str:
    """Return the text with a code (without those under it) added, at the top if its parent is missing."""
    under = parent if parent in read(text) else None
    return edit.add(text, replace(code, children=()), under).text


def _entries(codebook: Codebook) -> dict[CodeKey, Entry]:
    return {
        code.key: (replace(code, children=()), above[-1].key if above else None)
        for code, above in codebook.walk()
    }


def _with_entry(text: str, entry: Entry) -> str:
    """Return the text with a code as it is in another codebook; its comments and children stay."""
    code, parent = entry
    current = _entries(read(text)).get(code.key)
    if current is None:
        return with_code(text, code, parent)
    for field in TEXT_FIELDS:
        if getattr(current[0], field) != getattr(code, field):
            text = edit.define(text, code.key, field, getattr(code, field)).text
    if current[0].retired != code.retired:
        text = (edit.retire if code.retired else edit.revive)(text, code.key).text
    text = _with_list(text, code, "examples", [_example(example) for example in code.examples])
    patterns = [
        ListItem(pattern_text(pattern), f"{{{pattern_text(pattern, flow=True)}}}")
        for pattern in code.patterns
    ]
    text = _with_list(text, code, "patterns", patterns)
    codebook = read(text)
    movable = parent is None or (parent in codebook and parent not in codebook.branch(code.key))
    if current[1] != parent and movable:
        text = edit.move(text, code.key, parent).text
    return text


def _with_list(text: str, code: Code, field: str, items: list[ListItem]) -> str:
    yaml_text = YamlText(text)
    if getattr(yaml_text.codebook.code(code.key), field) == getattr(code, field):
        return text
    setters: tuple[tuple[tuple[object, ...], bool], ...] = (((), True), (getattr(code, field), False))
    for value, removes in setters:
        node = yaml_text.code_nodes[code.key].node
        expected = changed_codebook.with_changed_code(yaml_text.codebook, code.key, _setter(field, value))
        splices = (
            remove_field(yaml_text, node, field) if removes else append_items(yaml_text, node, field, items)
        )
        yaml_text = yaml_text.with_splices(splices, expected)
    return yaml_text.file_text


def _setter(field: str, value: tuple[object, ...]) -> Callable[[Code], Code]:
    change: dict[str, object] = {field: value}
    return lambda code: replace(code, **change)  # type: ignore[arg-type]


def _without(text: str, key: CodeKey) -> str:
    """Return the text without a code, unless there are codes under it or it is gone already."""
    codebook = read(text)
    if key not in codebook or codebook.code(key).children:
        return text
    return edit.remove(text, key).text


def _example(text: str) -> ListItem:
    return ListItem(block_style=scalar(text), flow_style=scalar(text, flow=True))
