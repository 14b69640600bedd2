"""Xiezhi (獬豸): an open digital court."""
