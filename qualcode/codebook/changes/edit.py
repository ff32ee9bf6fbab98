"""Edits of a codebook file's text that keep its comments, order, quoting and blank lines.

Each function takes the file's text and returns an `Edit`: the new text, its codebook and the changed keys.
Nothing is written; ConflictError if an edit cannot be made without changing other lines.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from qualcode.codebook.changes import changed_codebook
from qualcode.codebook.changes.merge_entries import merged
from qualcode.codebook.changes.normalise_code import normalise_code, normalise_text
from qualcode.codebook.yaml_file.field_names import TEXT_FIELDS
from qualcode.codebook.yaml_file.group_fields import NewKeys, member_splices, with_new_keys
from qualcode.codebook.yaml_file.splices import (
    cut_code,
    insert_codes,
    remove_emptied_lists,
    remove_field,
    set_field,
    set_word,
)
from qualcode.codebook.yaml_file.write_yaml import code_lines
from qualcode.codebook.yaml_file.yaml_nodes import MappingNode
from qualcode.codebook.yaml_file.yaml_scalars import scalar
from qualcode.codebook.yaml_file.yaml_text import CodeNode, Splice, YamlText
from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import MAX_KEY, Code, Codebook, CodeKey, is_key, key_from


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """A key that changed and its new keys: one if it was renamed or merged, several if it was split."""

    old: CodeKey
    new: tuple[CodeKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edited codebook: the new text of the file, its codebook, and the keys that changed."""

    text: str
    codebook: Codebook
    changes: tuple[KeyChange, ...] = ()


def add(text: str, code: Code, under: CodeKey | None = None, after: CodeKey | None = None) -> Edit:
    """Add a code and the codes under it at the end of a list, or right after one of its codes."""
    yaml_text = YamlText(text)
    return _edit(_with_added_codes(yaml_text, [normalise_code(code)], under, after))


def rename(text: str, old: CodeKey, new: CodeKey, codebook: Codebook | None = None) -> Edit:
    """Change a code's key; faster if `codebook`, read from this text, is given."""
    change = KeyChange(old=old, new=(new,))
    if codebook is not None and (renamed := _rename_in_line(text, codebook, old, new)):
        return _edit(renamed, change)
    yaml_text = YamlText(text)
    _require_code(yaml_text.codebook, old)
    _require_unused_key(yaml_text.codebook, new)
    expected = _with_key(yaml_text.codebook, old, new)
    splices = set_field(yaml_text, yaml_text.code_nodes[old].node, "code", new)
    splices += member_splices(yaml_text.root, yaml_text.text, {old: new})
    return _edit(yaml_text.with_splices(splices, expected), change)


def _rename_in_line(text: str, codebook: Codebook, old: CodeKey, new: CodeKey) -> YamlText | None:
    """Rename in the line that the codebook names; None if that line is not a plain `code: key`."""
    lines = StringIO(text, newline="").readlines()
    if old not in codebook or new in codebook or not is_key(new) or codebook.code(old).line > len(lines):
        return None
    line = lines[codebook.code(old).line - 1]
    match = re.match(rf"([ ]*(?:- +)?code: +)(['\"]?){re.escape(old)}\2(?=\s)", line)
    if match is None:
        return None
    new_scalar = f"{match[2]}{new}{match[2]}" if match[2] else scalar(new)
    lines[codebook.code(old).line - 1] = match[1] + new_scalar + line[match.end() :]
    yaml_text = YamlText("".join(lines))
    return yaml_text if yaml_text.codebook == _with_key(codebook, old, new) else None


def _with_key(codebook: Codebook, old: CodeKey, new: CodeKey) -> Codebook:
    renamed = changed_codebook.with_changed_code(codebook, old, lambda code: replace(code, key=new))
    return replace(renamed, groups=with_new_keys(renamed.groups, {old: new}))


def define(text: str, key: CodeKey, field: str, value: str) -> Edit:
    """Set a text field of a code (`label`, `definition` …); an empty text removes the field."""
    if field not in TEXT_FIELDS:
        raise NotFoundError.among("text field", field, TEXT_FIELDS)
    new = normalise_text(field, value)
    return _edit_code(
        text,
        key,
        lambda code: changed_codebook.with_field(code, field, new),
        lambda yaml_text, node: set_field(yaml_text, node, field, new),
    )


def relabel(text: str, key: CodeKey, label: str) -> Edit:
    """Set a code's label; an empty one removes it."""
    return define(text, key, "label", label)


def recolor(text: str, key: CodeKey, color: str) -> Edit:
    """Set a code's colour, `#RRGGBB`; an empty one removes it, so that the parent's colour applies."""
    return define(text, key, "color", color)


def retire(text: str, key: CodeKey) -> Edit:
    """Mark a code as retired: not available for new codings."""
    return _edit_code(
        text,
        key,
        lambda code: replace(code, retired=True),
        lambda yaml_text, node: set_word(yaml_text, node, "retired", "true"),
    )


def revive(text: str, key: CodeKey) -> Edit:
    """Make a retired code available again."""
    return _edit_code(
        text,
        key,
        lambda code: replace(code, retired=False),
        lambda yaml_text, node: remove_field(yaml_text, node, "retired"),
    )


def move(text: str, key: CodeKey, under: CodeKey | None, after: CodeKey | None = None) -> Edit:
    """Move a code and the codes under it to the end of another list, or right after one of its codes."""
    yaml_text = YamlText(text)
    _require_code(yaml_text.codebook, key)
    parent, sibling = _insertion_point(yaml_text, under, after)
    branch = set(yaml_text.codebook.branch(key))
    if under in branch or after in branch:
        raise ConflictError(f"`{key}` cannot be moved under itself.")
    code_node = yaml_text.code_nodes[key]
    code = yaml_text.codebook.code(key)
    expected = changed_codebook.with_codes(
        changed_codebook.without_code(yaml_text.codebook, key), [code], under, after
    )
    cut, entry = cut_code(yaml_text, code_node)
    splices = [cut, *insert_codes(yaml_text, parent, sibling, [entry])]
    if parent is not code_node.parent:
        splices += remove_emptied_lists(yaml_text, [code_node])
    return _edit(yaml_text.with_splices(splices, expected))


def remove(text: str, key: CodeKey) -> Edit:
    """Remove a code without children; the caller checks that no coding uses it."""
    yaml_text = YamlText(text)
    _require_code(yaml_text.codebook, key)
    if yaml_text.codebook.code(key).children:
        raise ConflictError(
            f"There are codes under `{key}`.", "Move them first, or merge the code into another."
        )
    code_node = yaml_text.code_nodes[key]
    cut, _ = cut_code(yaml_text, code_node)
    splices = [cut, *remove_emptied_lists(yaml_text, [code_node])]
    splices += member_splices(yaml_text.root, yaml_text.text, {key: None})
    remaining = changed_codebook.without_code(yaml_text.codebook, key)
    expected = replace(remaining, groups=with_new_keys(remaining.groups, {key: None}))
    return _edit(yaml_text.with_splices(splices, expected))


def merge(text: str, keys: Sequence[CodeKey], into: CodeKey, label: str = "") -> Edit:
    """Merge codes into one of them, another code, or a new code at the position of the first.

    The children of the merged codes move under the target; examples, patterns and comments are added to it.
    """
    yaml_text = YamlText(text)
    merging = [key for key in dict.fromkeys(keys) if key != into]
    if not merging:
        raise UsageError(f"There is nothing to merge into `{into}`.", "Name at least one other code.")
    for key in merging:
        _require_code(yaml_text.codebook, key)
        if into in yaml_text.codebook.branch(key):
            raise ConflictError(f"`{into}` is under `{key}`.", f"Move `{into}` out of it first.")
    if into not in yaml_text.codebook:
        first = next(
            key for key in merging if not _ancestor_keys(yaml_text.codebook, key).intersection(merging)
        )
        parent = yaml_text.codebook.ancestors(first)[-1:]
        code = Code(
            key=into, label=normalise_text("label", label), color=yaml_text.codebook.code(first).color
        )
        yaml_text = _with_added_codes(yaml_text, [code], parent[0].key if parent else None, first)
    yaml_text = merged(yaml_text, merging, into)
    new_keys: NewKeys = dict.fromkeys(merging, into)
    groups = with_new_keys(yaml_text.codebook.groups, new_keys)
    if groups != yaml_text.codebook.groups:
        splices = member_splices(yaml_text.root, yaml_text.text, new_keys)
        yaml_text = yaml_text.with_splices(splices, replace(yaml_text.codebook, groups=groups))
    return _edit(yaml_text, *(KeyChange(old=key, new=(into,)) for key in merging))


def split(text: str, key: CodeKey, into: Sequence[CodeKey]) -> Edit:
    """Split a code: missing targets are added right after it; it is retired unless it is a target itself.

    Its codings are assigned to the targets later, one by one, by a coder.
    """
    yaml_text = YamlText(text)
    _require_code(yaml_text.codebook, key)
    targets = tuple(dict.fromkeys(into))
    if len(targets) < 2:  # noqa: PLR2004 - a split has two targets or more
        raise UsageError(
            f"Splitting `{key}` needs at least two targets.", "Use rename or merge for one target."
        )
    ancestors = yaml_text.codebook.ancestors(key)
    color = yaml_text.codebook.code(key).color
    new = [Code(key=target, color=color) for target in targets if target not in yaml_text.codebook]
    if new:
        yaml_text = _with_added_codes(yaml_text, new, ancestors[-1].key if ancestors else None, key)
    if key not in targets:
        expected = changed_codebook.with_changed_code(
            yaml_text.codebook, key, lambda code: replace(code, retired=True)
        )
        yaml_text = yaml_text.with_splices(
            set_word(yaml_text, yaml_text.code_nodes[key].node, "retired", "true"), expected
        )
    return _edit(yaml_text, KeyChange(old=key, new=targets))


def _edit(yaml_text: YamlText, *changes: KeyChange) -> Edit:
    return Edit(text=yaml_text.file_text, codebook=yaml_text.codebook, changes=changes)


def _edit_code(
    text: str,
    key: CodeKey,
    change: Callable[[Code], Code],
    splices: Callable[[YamlText, MappingNode], list[Splice]],
) -> Edit:
    yaml_text = YamlText(text)
    _require_code(yaml_text.codebook, key)
    expected = changed_codebook.with_changed_code(yaml_text.codebook, key, change)
    if expected == yaml_text.codebook:
        return _edit(yaml_text)
    return _edit(yaml_text.with_splices(splices(yaml_text, yaml_text.code_nodes[key].node), expected))


def _with_added_codes(
    yaml_text: YamlText, codes: Sequence[Code], under: CodeKey | None, after: CodeKey | None
) -> YamlText:
    parent, sibling = _insertion_point(yaml_text, under, after)
    keys: set[CodeKey] = set()
    for code in codes:
        for inner, _ in Codebook(codes=(code,)).walk():
            _require_unused_key(yaml_text.codebook, inner.key)
            if inner.key in keys:
                raise ConflictError(f"The code {inner.key!r} would occur twice.")
            keys.add(inner.key)
    lines = [line for code in codes for line in code_lines(code, "", yaml_text.newline)]
    entry = "".join(line + yaml_text.newline for line in lines), 0
    expected = changed_codebook.with_codes(yaml_text.codebook, codes, under, after)
    return yaml_text.with_splices(insert_codes(yaml_text, parent, sibling, [entry]), expected)


def _insertion_point(
    yaml_text: YamlText, under: CodeKey | None, after: CodeKey | None
) -> tuple[MappingNode, CodeNode | None]:
    """Return the mapping whose list of codes is extended, and the code after which, or None for the end."""
    if under is not None:
        _require_code(yaml_text.codebook, under)
    parent = yaml_text.root if under is None else yaml_text.code_nodes[under].node
    if after is None:
        return parent, None
    _require_code(yaml_text.codebook, after)
    if yaml_text.code_nodes[after].parent is not parent:
        raise ConflictError(f"`{after}` is not directly under {f'`{under}`' if under else 'the top'}.")
    return parent, yaml_text.code_nodes[after]


def _ancestor_keys(codebook: Codebook, key: CodeKey) -> set[CodeKey]:
    return {code.key for code in codebook.ancestors(key)}


def _require_code(codebook: Codebook, key: CodeKey) -> None:
    if key not in codebook:
        raise NotFoundError.among("code", key, codebook.keys)


def _require_unused_key(codebook: Codebook, key: CodeKey) -> None:
    if key in codebook:
        raise ConflictError(f"There is a code {key!r} already.", "Merge the two, or choose another key.")
    if not is_key(key):
        hint = f"Letters, digits, - _ and . are allowed, at most {MAX_KEY}; for example {key_from(key)!r}."
        raise UsageError(f"{key[:MAX_KEY]!r} cannot be a key.", hint)
