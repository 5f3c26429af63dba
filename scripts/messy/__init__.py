"""The parts of scripts/generate_data.py: messy feeds whose right outcome is known.

- dice: seeded chance, ids, cells; rules: the names of the contract's rules, in order
- times, amounts, words: how a value can be written, rightly and wrongly
- people: the customers; rows: lines of one feed and day; kinds: what can be wrong with a line
- files: what can be wrong with a file, and writing it
"""
