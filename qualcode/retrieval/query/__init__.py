"""The query language: tokens, parser, tree, and the compiled plan."""
