"""The street door: HTTP in, HTTP out, and no decisions."""
