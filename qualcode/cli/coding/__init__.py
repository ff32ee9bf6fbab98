"""Commands on codings and memos: `apply`, `remove`, `codings`, `memo`, `memos`; the loop of reviews."""
