"""Supervision: retrial of what is in force, sanctions on those who obstruct."""
