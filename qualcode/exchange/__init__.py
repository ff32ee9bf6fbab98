"""Exchange of codebooks with other programs in shared formats.

refi_codebook.write(codebook, guids={}) -> bytes         a REFI-QDA codebook (.qdc)
refi_codebook.read(data, path=None) -> QdcCodebook(codebook, guids, warnings)
    deviations from the standard are warnings; CodebookError if a file is not valid or not safe
"""
