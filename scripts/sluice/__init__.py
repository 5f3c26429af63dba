"""The part of the project that is Python: what dbt can't do, and the command `sluice`."""
