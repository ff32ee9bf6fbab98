"""Codings: applying, changing, removing, listing and starring them, and memos."""
