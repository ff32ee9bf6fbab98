"""Rounds of coding: their samples, who has finished what, and the frozen state of closed ones."""
