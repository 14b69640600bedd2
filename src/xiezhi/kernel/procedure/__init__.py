"""The engine, perform and open_acts, and the registry of conditions and effects."""
