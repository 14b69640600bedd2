"""Counting days: rules of time limits, the calendar of working days, and the clock."""
