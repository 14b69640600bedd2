"""Benchmarks: the platform beside a plain peer that does the same, first equal, then timed. `make bench` runs them all."""
