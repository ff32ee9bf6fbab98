"""Groups of codes in a codebook file: read, written, and kept in step when keys change."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from qualcode.codebook.yaml_file.field_names import GROUP_FIELDS
from qualcode.codebook.yaml_file.node_values import check_field_names, list_field, node_text, text_field
from qualcode.codebook.yaml_file.yaml_nodes import MappingNode, Node, ScalarNode, as_mapping, node_error
from qualcode.codebook.yaml_file.yaml_scalars import field, scalar
from qualcode.model import CodeGroup, CodeKey

_SHAPE = "Write it as in: - name: Street level, and below it: members: [pursue, protect]"

NewKeys = Mapping[CodeKey, CodeKey | None]
"""The new key of each changed code; None for one that was removed."""


def read_groups(root: MappingNode) -> tuple[CodeGroup, ...]:
    """Return the groups of a codebook; CodebookError for one without a name or with another one's."""
    groups: dict[str, CodeGroup] = {}
    for node in list_field(root, "groups", "groups", _SHAPE):
        group = _group(node)
        if group.name in groups:
            message = f"The group {group.name!r} is here twice; it is in line {groups[group.name].line} too."
            raise node_error(node, message)
        groups[group.name] = group
    return tuple(groups.values())


def _group(node: Node) -> CodeGroup:
    if not isinstance(node, MappingNode):
        raise node_error(node, "A group is a mapping that begins with `name:`.", _SHAPE)
    check_field_names(node, GROUP_FIELDS, "a group")
    name = " ".join(text_field(node, "name").split())
    if not name:
        raise node_error(node, "This group has no name.", _SHAPE)
    members = (
        CodeKey(node_text(item, "A member of a group"))
        for item in list_field(node, "members", "keys of codes", _SHAPE)
    )
    return CodeGroup(name=name, members=tuple(dict.fromkeys(filter(None, members))), line=node.line)


def group_lines(groups: tuple[CodeGroup, ...]) -> Iterator[str]:
    """Yield the lines of all groups; none if there are no groups."""
    if groups:
        yield "groups:"
    for group in groups:
        yield field("- name", group.name, "  ")
        yield f"    members: {_members_text(group.members)}"


def with_new_keys(groups: tuple[CodeGroup, ...], new_keys: NewKeys) -> tuple[CodeGroup, ...]:
    """Return the groups after keys have changed."""
    return tuple(
        replace(
            group,
            members=tuple(
                dict.fromkeys(key for member in group.members if (key := new_keys.get(member, member)))
            ),
        )
        for group in groups
    )


def member_splices(root: MappingNode, text: str, new_keys: NewKeys) -> list[tuple[int, int, str]]:
    """Return the replacements (start, end, new text) that change keys in the lists of members.

    A renamed key is replaced where it is; a list from which one is removed is written anew in brackets.
    """
    splices: list[tuple[int, int, str]] = []
    for node in list_field(root, "groups", "groups", _SHAPE):
        mapping = as_mapping(node)
        items = [
            item for item in list_field(mapping, "members", "keys", _SHAPE) if isinstance(item, ScalarNode)
        ]
        members = tuple(dict.fromkeys(CodeKey(item.text.strip()) for item in items))
        [changed] = with_new_keys((CodeGroup(name="", members=members),), new_keys)
        if changed.members == members:
            continue
        if len(changed.members) == len(items):
            for item in items:
                key = CodeKey(item.text.strip())
                if new := new_keys.get(key):
                    splices.append((item.start, item.end, scalar(new, flow=True)))
            continue
        name_node, value = mapping.pairs["members"]
        end = value.start + len(text[value.start : value.end].rstrip())
        splices.append((text.index(":", name_node.end) + 1, end, f" {_members_text(changed.members)}"))
    return splices


def _members_text(members: tuple[CodeKey, ...]) -> str:
    return f"[{', '.join(scalar(key, flow=True) for key in members)}]"
