"""Data: figures over the record, each one a quotient of two lists that can be opened."""
