"""Storage of a project: one SQLite database and the folder around it."""
