"""Becoming a judge, leaving, and rank."""
