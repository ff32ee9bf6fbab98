"""Commands on codings and memos: `apply`, `remove`, `codings`, `memo`, `memos`."""
