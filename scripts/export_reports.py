#!/usr/bin/env python3
"""Writes the reports of built dates from the marts: `sluice report` by its file."""

import sys

from sluice.commands.report import main

if __name__ == "__main__":
    sys.exit(main())
