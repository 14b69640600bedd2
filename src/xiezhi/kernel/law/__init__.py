"""The law book: reads and checks the files under law/."""
