"""Rounds: draw a sample, code it apart, close it; what the coders of a closed round agreed on."""
