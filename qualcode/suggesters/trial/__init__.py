"""Evaluation of suggestions on a coder's own codings, and active learning."""
