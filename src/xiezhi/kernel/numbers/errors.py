"""What is refused when a number or a question about one cannot be read, said so that people can act on it."""

from __future__ import annotations


class NumberError(Exception):
    """A refusal: `code` (stable slug), `message` (Chinese: what, why, what to do), the article and the field."""

    def __init__(self, code: str, message: str, *, basis: str = "", field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.basis = basis
        self.field = field

    def to_dict(self) -> dict[str, str]:
        """As JSON: {"code", "message", "field"?, "basis"?}."""
        parts = {"code": self.code, "message": self.message, "field": self.field, "basis": self.basis}
        return {key: value for key, value in parts.items() if value or key in ("code", "message")}
