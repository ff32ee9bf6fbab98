"""Speaker labels: find them in every style, decide which are speakers, cut turns at them."""
