"""A project: making one, its current codebook and the codebook's file, undo and redo."""
