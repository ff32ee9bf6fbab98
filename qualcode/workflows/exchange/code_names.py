"""Codes by the names that people write in tables and comments: keys, and labels in any case."""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.model import Code, Codebook, CodeKey


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeInComment:
    """The code that a comment names, the memo after its colon, and all codes that the name may mean."""

    key: CodeKey | None
    memo: str = ""
    name: str = ""
    sharing: tuple[CodeKey, ...] = ()


class CodeNames:
    """Finds codes by key, or by a name in any case that is the key or label of only one of them."""

    def __init__(self, codebook: Codebook) -> None:
        self._keys = {str(key): key for key in codebook.keys}
        self._by_name: dict[str, dict[CodeKey, None]] = {}
        self._above: dict[CodeKey, Code] = {}
        for code, above in codebook.walk():
            for name in (code.title, code.key):
                self._by_name.setdefault(name.casefold(), {})[code.key] = None
            if above:
                self._above[code.key] = above[-1]

    def key(self, name: str, above: str = "") -> CodeKey | None:
        """Return the code with this key, or the only one with this name; None if there is none or several.

        Of several, `above` chooses the one under the code with that key or label.
        """
        if name in self._keys:
            return self._keys[name]
        keys = list(self._by_name.get(name.casefold(), ()))
        if len(keys) > 1 and above:
            keys = [key for key in keys if self._is_under(key, above.casefold())]
        return keys[0] if len(keys) == 1 else None

    def _is_under(self, key: CodeKey, name: str) -> bool:
        above = self._above.get(key)
        return above is not None and name in (above.key.casefold(), above.title.casefold())

    def sharing(self, name: str) -> tuple[CodeKey, ...]:
        """Return the codes among which a name does not decide."""
        keys = tuple(self._by_name.get(name.casefold(), ()))
        return keys if len(keys) > 1 and name not in self._keys else ()

    def in_comment(self, text: str) -> CodeInComment:
        """Return the code that a comment names, alone or before a colon; the longest name counts."""
        plain = text.strip()
        ends = [offset for offset, sign in enumerate(plain) if sign == ":"]
        for end in (len(plain), *reversed(ends)):
            name, memo = plain[:end].strip(), plain[end + 1 :].strip()
            key = self.key(name)
            sharing = self.sharing(name)
            if key is not None or sharing:
                return CodeInComment(key=key, memo=memo, name=name, sharing=sharing)
        return CodeInComment(key=None)

    def comment(self, key: CodeKey, title: str, memo: str) -> str:
        """Return the comment for a code and a memo: its title before a colon, or its key if that is read."""
        texts = [f"{name}: {memo}" if memo else name for name in (title, key)]
        return next((text for text in texts if self.in_comment(text).key == key), texts[-1])


def shared_label_message(name: str, keys: Sequence[CodeKey]) -> str:
    """Return what to do about a name that several codes have."""
    listed = " or ".join(f"`{key}`" for key in keys)
    return f"Several codes are called {name!r}: write the key that is meant, {listed}."
