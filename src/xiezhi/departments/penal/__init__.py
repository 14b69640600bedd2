"""Penal matters: retrial, changes of punishment, special criminal procedures."""
