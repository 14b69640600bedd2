"""Samples drawn at random that anybody can draw again."""
