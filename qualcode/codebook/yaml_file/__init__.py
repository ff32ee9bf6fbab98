"""The codebook's YAML file: text to nodes with offsets, nodes to a Codebook, a Codebook to text, splices."""
