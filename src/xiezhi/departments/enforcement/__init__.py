"""Enforcement: from the application to the end, and the conditions for ending for lack of property."""
