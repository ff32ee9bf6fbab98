"""Typed names: commands that read take beginnings, commands that write ask about the match."""
