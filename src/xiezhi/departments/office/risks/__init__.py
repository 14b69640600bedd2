"""Risks in trial and enforcement: rules over live case data that open a check (outline 3b)."""
