"""The cell: a process of its own, bounded in memory and time and without a network, in which files of others are parsed.

`run` starts it; everything below `work` happens inside. Nothing of Django is imported there, and no file is written.
"""
