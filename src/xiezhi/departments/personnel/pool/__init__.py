"""The pool of specialists, and who of it suits a case."""
