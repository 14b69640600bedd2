"""`python -m xiezhi.cli` is the `xiezhi` command."""

import sys

from xiezhi.cli.main import main

sys.exit(main())
