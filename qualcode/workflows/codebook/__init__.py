"""The codebook: its edits and versions, its import, export and lint rules."""
