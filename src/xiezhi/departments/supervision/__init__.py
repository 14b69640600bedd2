"""Supervision of what is in force: retrial."""
