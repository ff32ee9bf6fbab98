"""One module for each file format, with a function `read(data, options)`."""
