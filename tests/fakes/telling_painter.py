"""A painter that tells what it was given and what it may take, in the place of a picture."""

import json
import os
import resource
import sys

from bot.operations.charts import ALLOWANCE

if __name__ == "__main__":
    ALLOWANCE.apply()
    told = {
        "drawing": sys.stdin.read(),
        "surroundings": dict(os.environ),
        "is_limited": all(resource.getrlimit(kind)[1] == most for kind, most in ALLOWANCE.limits.items()),
    }
    sys.stdout.write(json.dumps(told))
