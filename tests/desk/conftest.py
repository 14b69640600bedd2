"""The desk is tested in the court of the shared pages."""

from tests.pages.conftest import law_folder, world

__all__ = ["law_folder", "world"]
