#!/usr/bin/env python3
"""Builds dates from their raw files and publishes their reports: `sluice run` by its file."""

import sys

from sluice.commands.run import main

if __name__ == "__main__":
    sys.exit(main())
