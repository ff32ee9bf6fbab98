"""Edits of the codebook file that keep everything they do not touch: comments, order, quoting, blank lines.

Each verb takes the file's text and returns an `Edit`: the new text, the codebook that it now is, and what it
means for codings. Nothing is written; an edit that cannot be made exactly is refused (ConflictError).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO

from qualcode.codebook.changes import changed_codebook
from qualcode.codebook.changes.merge_entries import merged
from qualcode.codebook.yaml_file import splices as passages
from qualcode.codebook.yaml_file.field_names import COLOR, TEXT_FIELDS
from qualcode.codebook.yaml_file.write_yaml import code_lines
from qualcode.codebook.yaml_file.yaml_nodes import Mapping
from qualcode.codebook.yaml_file.yaml_scalars import scalar
from qualcode.codebook.yaml_file.yaml_text import CodeNode, Splice, YamlText
from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import MAX_KEY, Code, Codebook, CodeKey, is_key, key_from
from qualcode.text.visible import UNPRINTABLE


class KeyFate(StrEnum):
    """What became of a key that codings refer to."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """What an edit means for the codings of a key: where they go, one by one where there are several."""

    old: CodeKey
    new: tuple[CodeKey, ...]
    fate: KeyFate


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edited codebook: the text for the file, the codebook in it, and what codings have to follow."""

    text: str
    codebook: Codebook
    changes: tuple[KeyChange, ...] = ()


def add(text: str, code: Code, under: CodeKey | None = None, after: CodeKey | None = None) -> Edit:
    """Add a code (with all that is under it) at the end of a list, or right after one of its codes."""
    paper = YamlText(text)
    return _done(_added(paper, [_tidy(code)], under, after))


def rename(text: str, old: CodeKey, new: CodeKey, codebook: Codebook | None = None) -> Edit:
    """Give a code another key; a `codebook` read from this very text before makes it quicker."""
    change = KeyChange(old=old, new=(new,), fate=KeyFate.RENAMED)
    if codebook is not None and (quick := _renamed_in_its_line(text, codebook, old, new)):
        return _done(quick, change)
    paper = YamlText(text)
    _known(paper.codebook, old)
    _free(paper.codebook, new)
    meant = _with_key(paper.codebook, old, new)
    splices = passages.set_text(paper, paper.places[old].node, "code", new)
    return _done(paper.spliced(splices, meant), change)


def _renamed_in_its_line(text: str, codebook: Codebook, old: CodeKey, new: CodeKey) -> YamlText | None:
    """Rename in the line that the codebook names; None where the line does not look as usual."""
    lines = StringIO(text, newline="").readlines()
    if old not in codebook or new in codebook or not is_key(new) or codebook.code(old).line > len(lines):
        return None
    line = lines[codebook.code(old).line - 1]
    found = re.match(rf"([ ]*(?:- +)?code: +)(['\"]?){re.escape(old)}\2(?=\s)", line)
    if found is None:
        return None
    written = f"{found[2]}{new}{found[2]}" if found[2] else scalar(new)
    lines[codebook.code(old).line - 1] = found[1] + written + line[found.end() :]
    paper = YamlText("".join(lines))
    return paper if paper.codebook == _with_key(codebook, old, new) else None


def _with_key(codebook: Codebook, old: CodeKey, new: CodeKey) -> Codebook:
    return changed_codebook.with_code(codebook, old, lambda code: replace(code, key=new))


def define(text: str, key: CodeKey, field: str, words: str) -> Edit:
    """Give a text field of a code (`label`, `definition` …) new words; no words take the field out."""
    if field not in TEXT_FIELDS:
        raise NotFoundError.among("text field", field, TEXT_FIELDS)
    new = _tidy_words(field, words)
    return _changed(
        text,
        key,
        lambda code: changed_codebook.with_words(code, field, new),
        lambda paper, node: passages.set_text(paper, node, field, new),
    )


def relabel(text: str, key: CodeKey, label: str) -> Edit:
    """Give a code another label."""
    return define(text, key, "label", label)


def recolor(text: str, key: CodeKey, color: str) -> Edit:
    """Give a code another colour, `#RRGGBB`; an empty one leaves it to the codes above."""
    return define(text, key, "color", color)


def retire(text: str, key: CodeKey) -> Edit:
    """Mark a code as no longer given to new passages."""
    return _changed(
        text,
        key,
        lambda code: replace(code, retired=True),
        lambda paper, node: passages.set_raw(paper, node, "retired", "true"),
    )


def revive(text: str, key: CodeKey) -> Edit:
    """Take a retired code into use again."""
    return _changed(
        text,
        key,
        lambda code: replace(code, retired=False),
        lambda paper, node: passages.take_out(paper, node, "retired"),
    )


def move(text: str, key: CodeKey, under: CodeKey | None, after: CodeKey | None = None) -> Edit:
    """Move a code with all that is under it to the end of another list, or right after one of its codes."""
    paper = YamlText(text)
    _known(paper.codebook, key)
    parent, sibling = _target(paper, under, after)
    branch = set(paper.codebook.branch(key))
    if under in branch or after in branch:
        raise ConflictError(f"`{key}` cannot be moved under itself.")
    place = paper.places[key]
    code = paper.codebook.code(key)
    meant = changed_codebook.with_more(changed_codebook.without(paper.codebook, key), [code], under, after)
    taken, entry = passages.lift(paper, place)
    splices = [taken, *passages.put_codes(paper, parent, sibling, [entry])]
    if parent is not place.parent:
        splices += passages.without_list(paper, [place])
    return _done(paper.spliced(splices, meant))


def remove(text: str, key: CodeKey) -> Edit:
    """Take a code out of the file; only for one that no coding refers to and no code stands under."""
    paper = YamlText(text)
    _known(paper.codebook, key)
    if paper.codebook.code(key).children:
        raise ConflictError(
            f"There are codes under `{key}`.", "Move them first, or merge the code into another."
        )
    place = paper.places[key]
    taken, _ = passages.lift(paper, place)
    splices = [taken, *passages.without_list(paper, [place])]
    return _done(paper.spliced(splices, changed_codebook.without(paper.codebook, key)))


def merge(text: str, keys: Sequence[CodeKey], into: CodeKey, label: str = "") -> Edit:
    """Merge codes into one, which may be one of them, another, or new (then it takes the first one's place).

    What stood under the merged codes moves under the one; examples, patterns and comments are added to it.
    """
    paper = YamlText(text)
    merging = [key for key in dict.fromkeys(keys) if key != into]
    if not merging:
        raise UsageError(f"There is nothing to merge into `{into}`.", "Name at least one other code.")
    for key in merging:
        _known(paper.codebook, key)
        if into in paper.codebook.branch(key):
            raise ConflictError(f"`{into}` stands under `{key}`.", f"Move `{into}` out of it first.")
    if into not in paper.codebook:
        first = next(key for key in merging if not _above(paper.codebook, key).intersection(merging))
        parent = paper.codebook.ancestors(first)[-1:]
        code = Code(key=into, label=_tidy_words("label", label), color=paper.codebook.code(first).color)
        paper = _added(paper, [code], parent[0].key if parent else None, first)
    paper = merged(paper, merging, into)
    fates = (KeyChange(old=key, new=(into,), fate=KeyFate.MERGED) for key in merging)
    return _done(paper, *fates)


def split(text: str, key: CodeKey, into: Sequence[CodeKey]) -> Edit:
    """Split a code: targets that are not there are added right after it, and it is retired unless it is one.

    Which of its codings go where is for a person to say, one by one.
    """
    paper = YamlText(text)
    _known(paper.codebook, key)
    targets = tuple(dict.fromkeys(into))
    if len(targets) < 2:  # noqa: PLR2004 - fewer than two parts are no split
        raise UsageError(f"Splitting `{key}` needs at least two targets.", "Or use rename, or merge.")
    above = paper.codebook.ancestors(key)
    color = paper.codebook.code(key).color
    new = [Code(key=target, color=color) for target in targets if target not in paper.codebook]
    if new:
        paper = _added(paper, new, above[-1].key if above else None, key)
    if key not in targets:
        meant = changed_codebook.with_code(paper.codebook, key, lambda code: replace(code, retired=True))
        paper = paper.spliced(passages.set_raw(paper, paper.places[key].node, "retired", "true"), meant)
    return _done(paper, KeyChange(old=key, new=targets, fate=KeyFate.SPLIT))


def _done(paper: YamlText, *changes: KeyChange) -> Edit:
    return Edit(text=paper.file_text, codebook=paper.codebook, changes=changes)


def _changed(
    text: str,
    key: CodeKey,
    change: Callable[[Code], Code],
    splices: Callable[[YamlText, Mapping], list[Splice]],
) -> Edit:
    paper = YamlText(text)
    _known(paper.codebook, key)
    meant = changed_codebook.with_code(paper.codebook, key, change)
    if meant == paper.codebook:
        return _done(paper)
    return _done(paper.spliced(splices(paper, paper.places[key].node), meant))


def _added(paper: YamlText, codes: Sequence[Code], under: CodeKey | None, after: CodeKey | None) -> YamlText:
    parent, sibling = _target(paper, under, after)
    keys: set[CodeKey] = set()
    for code in codes:
        for inner, _ in Codebook(codes=(code,)).walk():
            _free(paper.codebook, inner.key)
            if inner.key in keys:
                raise ConflictError(f"The code {inner.key!r} would be there twice.")
            keys.add(inner.key)
    lines = [line for code in codes for line in code_lines(code, "", paper.newline)]
    entry = "".join(line + paper.newline for line in lines), 0
    meant = changed_codebook.with_more(paper.codebook, codes, under, after)
    return paper.spliced(passages.put_codes(paper, parent, sibling, [entry]), meant)


def _target(paper: YamlText, under: CodeKey | None, after: CodeKey | None) -> tuple[Mapping, CodeNode | None]:
    """Find the fields that a list of codes is in, and the code in it after which to go on."""
    if under is not None:
        _known(paper.codebook, under)
    parent = paper.root if under is None else paper.places[under].node
    if after is None:
        return parent, None
    _known(paper.codebook, after)
    if paper.places[after].parent is not parent:
        raise ConflictError(
            f"`{after}` does not stand directly under {f'`{under}`' if under else 'the top'}."
        )
    return parent, paper.places[after]


def _tidy(code: Code) -> Code:
    """Return a code from elsewhere as it would be read from the file."""
    for field in TEXT_FIELDS:
        code = changed_codebook.with_words(code, field, _tidy_words(field, getattr(code, field)))
    examples = tuple(words for example in code.examples if (words := _tidy_words("example", example)))
    return replace(code, examples=examples, children=tuple(map(_tidy, code.children)))


def _tidy_words(field: str, words: str) -> str:
    if UNPRINTABLE.search(words):
        raise UsageError(f"The new {field} has control characters in it.", "Take them out.")
    new = " ".join(words.split()) if field == "label" else words.strip()
    if field == "color" and new and not COLOR.fullmatch(new):
        raise UsageError(f"{new!r} is not a colour.", 'Write it as in "#4C78A8".')
    return new


def _above(codebook: Codebook, key: CodeKey) -> set[CodeKey]:
    return {code.key for code in codebook.ancestors(key)}


def _known(codebook: Codebook, key: CodeKey) -> None:
    if key not in codebook:
        raise NotFoundError.among("code", key, codebook.keys)


def _free(codebook: Codebook, key: CodeKey) -> None:
    if key in codebook:
        raise ConflictError(f"There is a code {key!r} already.", "Merge the two, or choose another key.")
    if not is_key(key):
        hint = f"Letters, digits, - _ and . are allowed, at most {MAX_KEY}; for example {key_from(key)!r}."
        raise UsageError(f"{key[:MAX_KEY]!r} cannot be a key.", hint)
