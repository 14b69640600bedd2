"""A worker that reads papers and says each page after its commit; it is killed from outside.

python -m tests.strength.reader take FILE…   takes files in, says their digests
python -m tests.strength.reader read HOURS   reads all that waits, by a clock that is HOURS ahead
python -m tests.strength.reader tell         says every page that is read: digest, number, text
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from xiezhi.cli.main import open_platform


def say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> None:
    open_platform()
    from xiezhi.kernel.papers import intake, reading
    from xiezhi.kernel.papers.models import Page
    from xiezhi.kernel.periods import clock

    task, *words = sys.argv[1:]
    if task == "take":
        for name in words:
            say(digest=intake.take_bytes(Path(name).read_bytes(), Path(name).name).digest)
    elif task == "read":
        keep = reading._keep

        def told(of: Any, head: Any, data: bytes) -> None:
            keep(of, head, data)
            say(digest=of.digest, n=head["n"])

        reading._keep = told
        with clock.at(clock.now() + timedelta(hours=int(words[0]))):
            reading.read_due(100)
    else:
        for page in Page.objects.exclude(source="").order_by("reading", "n"):
            say(digest=page.reading_id, n=page.n, text=page.flat, source=page.source)


if __name__ == "__main__":
    main()
