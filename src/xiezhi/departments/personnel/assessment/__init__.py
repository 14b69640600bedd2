"""A judge’s record of a year, gathered from the record."""
