"""The codes that the filter of a command names: by their keys, or as `@group`."""

from collections.abc import Collection, Sequence

from qualcode.errors import NotFoundError
from qualcode.model import Codebook, CodeKey


def filter_codes(
    codebook: Codebook, names: Sequence[str], *, used: Collection[str] = (), branch: bool = False
) -> tuple[CodeKey, ...]:
    """Return the codes named by key or as `@group`, each once; with `branch` also those under them.

    A key in `used` counts though the codebook no longer has it. NotFoundError with the nearest name for an
    unknown code or group, and for a group without codes: to select nothing would be to select all.
    """
    keys: list[CodeKey] = []
    for name in names:
        if name.startswith("@") and name not in used:
            keys += group_codes(codebook, name[1:])
        else:
            keys.append(CodeKey(name) if name in used else known_code(codebook, name))
    if branch:
        keys = [below for key in keys for below in (codebook.branch(key) if key in codebook else (key,))]
    return tuple(dict.fromkeys(keys))


def group_codes(codebook: Codebook, name: str) -> tuple[CodeKey, ...]:
    """Return the codes of a group in the order of the file; NotFoundError if it is unknown or empty."""
    names = [group.name for group in codebook.groups]
    if name not in names:
        raise NotFoundError.among("group of codes", name, names, "`groups:` in the codebook names them.")
    members = codebook.group(name)
    if not members:
        raise NotFoundError(
            f"The group {name!r} has none of the codebook's codes.", "Name its `members:` in the codebook."
        )
    return tuple(key for key in codebook.keys if key in members)


def known_code(codebook: Codebook, key: str) -> CodeKey:
    """Return the key if the codebook has it; else NotFoundError with the nearest key."""
    if key in codebook:
        return CodeKey(key)
    labelled = [code.key for code, _ in codebook.walk() if code.label and code.label == key]
    if labelled:
        listed = " and ".join(f"`{each}`" for each in labelled)
        raise NotFoundError(f"There is no code {key!r}; it is the label of {listed}.", "Write the key.")
    if key.startswith("@") and key[1:] in {group.name for group in codebook.groups}:
        listed = ", ".join(group_codes(codebook, key[1:]))
        raise NotFoundError(f"{key!r} is a group of codes; one code is needed here.", f"It has {listed}.")
    raise NotFoundError.among("code", key, codebook.keys, "`qualcode codebook` lists the codes.")
