"""Sources: import files, rename and remove sources, import participants, load a source with its codings."""
