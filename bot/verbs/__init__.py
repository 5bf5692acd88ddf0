"""The verbs of the command line, by what they are about; what they share stands in `terminal`."""
