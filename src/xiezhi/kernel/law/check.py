"""The check of the law book: all its faults at once."""

from __future__ import annotations

from pathlib import Path

from xiezhi.kernel.law.check_articles import article_faults
from xiezhi.kernel.law.check_files import form_faults
from xiezhi.kernel.law.check_flow import flow_faults
from xiezhi.kernel.law.check_names import name_faults
from xiezhi.kernel.law.check_parts import element_names, form_names, shared_faults
from xiezhi.kernel.law.check_scenarios import scenario_faults
from xiezhi.kernel.law.check_words import word_faults
from xiezhi.kernel.law.coverage import coverage_faults
from xiezhi.kernel.law.files import Fault, load
from xiezhi.kernel.law.known import Names, Said, gather
from xiezhi.kernel.law.reader import book


def faults(root: Path, registered: Names | None = None) -> list[Fault]:
    """Every fault of the law book under a folder, in the order of files and keys; empty when it is sound.

    `registered` are the names that Python gives a meaning to; without them those names are not checked. The rules of
    periods have a check of their own. `LawError` if there is no such folder.
    """
    files = load(root)
    known = gather(files, book(files), registered)
    said = Said()
    name_faults(known, said)
    shared_faults(known, said)
    form_names(files, known, said)
    element_names(files, known, said)
    flow_faults(known, said)
    word_faults(known, said)
    scenario_faults(known, said)
    return sorted(
        {*files.faults, *form_faults(files), *article_faults(files), *coverage_faults(files, known), *said.faults()}
    )
