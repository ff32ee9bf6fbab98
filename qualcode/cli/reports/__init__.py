"""Commands for reports: `report` and `barcode`."""
