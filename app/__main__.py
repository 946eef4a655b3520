"""`python -m app` is the command `taiyaku`, for environments whose script folder is not on the path."""

import sys

from app.entry import main

sys.exit(main())
