"""The queue: seeing what is in quarantine, and mending it."""
