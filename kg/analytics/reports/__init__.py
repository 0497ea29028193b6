"""The reports, one module each; `catalogue` has them by name."""
