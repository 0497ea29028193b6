"""The tables that this script wrote into README.md are pages of docs/reference/ now: see write_reference.py."""

import sys

from write_reference import main

if __name__ == "__main__":
    sys.exit(main())
