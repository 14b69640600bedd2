"""Keeping a platform: its whole state saved and brought back, matters brought in from elsewhere and given out."""
