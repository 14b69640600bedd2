"""What acts of the archive do beyond being recorded."""

from __future__ import annotations

from xiezhi.departments.archive import keeping
from xiezhi.kernel.procedure.registry import effect

effect("destroy_files")(keeping.destroy_files)
effect("erase_papers")(keeping.erase_papers)
