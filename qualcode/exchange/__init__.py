"""Codebooks to and from other programs, in the formats that they share.

refi_codebook.write(codebook, guids={}) -> bytes         a REFI-QDA codebook (.qdc)
refi_codebook.read(data, path=None) -> ReadCodebook(codebook, guids, warnings)
whatever occurs in the wild is read with a warning; what is broken or hostile is a CodebookError
"""
