"""Closing a month of the accounts."""
