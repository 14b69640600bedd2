"""The record: matters, insert-only events chained by digest, and the tables folded from them."""
