"""The open interface over HTTP."""
