"""Drafting: what a judgment is written from, and its proof-reading."""
