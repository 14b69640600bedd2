"""The xiezhi command."""
