"""How long whoever waits for something to come about waits at most, in seconds.

A wait ends when what it is for has come, so being generous costs nothing; this is only for what never comes.
"""

PATIENCE = 120
