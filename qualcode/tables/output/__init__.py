"""DataFrames to files and text: csv, json, xlsx, md, latex, html, docx."""
