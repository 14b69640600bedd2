"""A line of the log: whatever stands in a message, it stays one line, so that nobody can write a second one."""

from __future__ import annotations

import logging


class Line(logging.Formatter):
    """Control signs of a message are written as escapes; a traceback keeps its lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is the library's)
        record.message = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in record.message)
        return super().formatMessage(record)
