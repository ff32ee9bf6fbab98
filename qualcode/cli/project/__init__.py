"""Commands on the project: `init`, `demo`, `status`, `check`, `history`, `undo`, `redo`."""
