"""The commands that work on a Record: `add` fills it, `ask` asks it, `keep` corrects, exports and forgets.

As in `cli`, only what `--help` needs is imported at the top.
"""
