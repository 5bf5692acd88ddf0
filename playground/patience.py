"""How long a wait for something may take at most, in seconds.

A wait ends when what it is for has come, so being generous costs nothing; this is only for what never comes.
"""

PATIENCE = 120
