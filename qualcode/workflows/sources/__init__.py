"""Sources: importing files, the participants in them, and a source with its codings."""
