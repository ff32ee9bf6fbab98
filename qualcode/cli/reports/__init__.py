"""`report`, `barcode`, and the option `--plot`."""
