"""The parts of quarantine.py: seeing what is in quarantine, and mending it."""
