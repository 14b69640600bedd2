"""Service of papers on parties."""
