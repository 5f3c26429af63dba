"""A run: dbt for some dates, then what it publishes."""
