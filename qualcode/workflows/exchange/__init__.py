"""Studies in and out: projects of other programs, tables of codings, Word files, archives."""
