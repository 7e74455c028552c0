"""Code that is linted, not run; and property tests that draw the same examples in every run.

``HYPOTHESIS_PROFILE=search`` draws fresh ones, which is how new counterexamples are looked for.
"""

import os

from hypothesis import settings

collect_ignore_glob = ["rounds/*", "wild/*"]

settings.register_profile("repeatable", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
