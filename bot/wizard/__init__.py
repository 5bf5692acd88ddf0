"""The order setup wizard: a table of steps (`steps`), read by a pure engine (`engine`)."""
