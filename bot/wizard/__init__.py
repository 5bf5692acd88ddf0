"""The order setup wizard: a table of steps (`steps`), each a value (`step`), read by a pure engine (`engine`)."""
