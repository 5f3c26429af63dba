"""The parts of sluice generate: messy feeds whose right outcome is known.

- dice: seeded chance, ids, cells; rules: the names of the contract's rules, in order
- times, amounts, words: how a value can be written, rightly and wrongly
- people: the customers, and what was asked for
- rows, feeds: ordinary rows; kinds: rare values; acts: rare lines; returns: ids of earlier days
- accidents: what befalls whole days where it is asked for; room: what stands in the place of days
- lines: all lines of a feed and day; plans: what can be wrong with a file
- written: what the feed book says of files; files: writing them
"""
