"""Rep spaces: which escalations come to which, who comes and goes, and what happens when one is lost."""
