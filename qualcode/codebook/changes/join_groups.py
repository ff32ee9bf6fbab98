"""Join the groups of two codebooks that were changed apart, member by member."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.codebook.yaml_file.group_fields import group_lines
from qualcode.codebook.yaml_file.splices import remove_field
from qualcode.codebook.yaml_file.yaml_text import YamlText
from qualcode.model import CodeGroup, CodeKey

_Members = tuple[CodeKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedGroups:
    """The groups of both, and those that one removed and the other changed: they are kept."""

    groups: tuple[CodeGroup, ...]
    kept: tuple[str, ...]


def join_groups(
    base: Sequence[CodeGroup], first: Sequence[CodeGroup], second: Sequence[CodeGroup]
) -> JoinedGroups:
    """Return the groups with what either changed since the base; those of the first come first.

    A member is in a group if both have it there, or if one added it.
    """
    old, own, new = ({group.name: group.members for group in groups} for groups in (base, first, second))
    joined: dict[str, _Members] = {}
    kept: list[str] = []
    for name in dict.fromkeys((*own, *new)):
        before, mine, theirs = (groups.get(name) for groups in (old, own, new))
        if mine is not None and theirs is not None:
            joined[name] = _members(before or (), mine, theirs)
        elif (present := theirs if mine is None else mine) is not None and present != before:
            joined[name] = present
            kept += [name] if before is not None else []
    groups = tuple(CodeGroup(name=name, members=members) for name, members in joined.items())
    return JoinedGroups(groups=groups, kept=tuple(kept))


def with_groups(text: str, groups: tuple[CodeGroup, ...]) -> str:
    """Return the text of a codebook with these groups in the place of its own, or at its end.

    A codebook in brackets, with no lines of its own for its groups, is returned as it is.
    """
    yaml_text = YamlText(text)
    if yaml_text.codebook.groups == groups or yaml_text.root.flow:
        return text
    lines = "".join(line + yaml_text.newline for line in group_lines(groups))
    end = len(yaml_text.text)
    [(start, stop, comment)] = remove_field(yaml_text, yaml_text.root, "groups") or [(end, end, "")]
    expected = replace(yaml_text.codebook, groups=groups)
    return yaml_text.with_splices([(start, stop, comment + lines)], expected).file_text


def _members(before: _Members, first: _Members, second: _Members) -> _Members:
    every = dict.fromkeys((*first, *second))
    return tuple(key for key in every if (key in first and key in second) or key not in before)
