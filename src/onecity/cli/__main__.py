"""`python -m onecity.cli` is the `onecity` command."""

import sys

from onecity.cli import main

sys.exit(main())
