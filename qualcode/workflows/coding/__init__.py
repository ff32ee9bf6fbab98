"""Apply, change, remove, list and star codings; write memos."""
