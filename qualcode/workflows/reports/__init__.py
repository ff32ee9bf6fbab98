"""Reports: the HTML report, the methods section, the data of charts."""
