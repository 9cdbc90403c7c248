"""Settings by environment: base, development, production, test."""
