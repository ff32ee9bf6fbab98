"""Suggestions learned from codings: features, logistic models, calibration, reasons."""
