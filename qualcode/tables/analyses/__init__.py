"""One module for each analysis: coded study in, DataFrame out."""
