"""Projects of programs that keep them in databases: rows in, the contents of a study out."""
