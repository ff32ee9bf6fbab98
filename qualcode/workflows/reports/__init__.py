"""Reports: the HTML report, the methods section, pseudonyms, the data of charts."""
