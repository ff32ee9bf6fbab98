"""The command on agreement between coders."""
