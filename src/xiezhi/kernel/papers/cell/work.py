"""Inside the cell: `python -m xiezhi.kernel.papers.cell.work TASK {"memory", "cpu", …}`; frames go to standard output.

Tasks: `examine` (is the file fit, what is it), `read` (its pages: text with places, and a picture), `draw` (pictures
alone), `join` (several photos as one PDF). A frame is a line of JSON whose `bytes` says how many bytes follow it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

from xiezhi.kernel.papers.cell.confine import confine

Frame = tuple[dict[str, Any], bytes]


def main() -> int:
    """Shut itself in before anything of the file is looked at, then work."""
    task, given = sys.argv[1], json.loads(sys.argv[2])
    # What libraries say goes to standard error; the frames have the pipe to themselves.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work = _task(task)
    confine(given.pop("memory"), given.pop("cpu"))
    for head, data in work(**given):
        answers.write(json.dumps({**head, "bytes": len(data)}, ensure_ascii=False).encode() + b"\n" + data)
        answers.flush()
    return 0


def _task(name: str) -> Callable[..., Iterator[Frame]]:
    """Each task is imported alone: recognising text costs most, examining must start at once."""
    if name == "examine":
        from xiezhi.kernel.papers.cell.examine import examine

        return examine
    if name == "join":
        from xiezhi.kernel.papers.cell.join import join

        return join
    from xiezhi.kernel.papers.cell.pages import draw, read

    return read if name == "read" else draw


if __name__ == "__main__":
    sys.exit(main())
