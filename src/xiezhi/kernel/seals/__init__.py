"""Signing and sealing with the national algorithms: SM2 over SM3; keys at rest under SM4."""
