"""The tables of agreement: by code, by pair of coders, over all codes, boundaries, confusion."""
