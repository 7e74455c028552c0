"""Code that is linted, not run; and property tests that start from the same seed in every run.

``HYPOTHESIS_PROFILE=search`` starts from a new one, which is how new counterexamples are looked for. Hypothesis also draws
constants of the modules that are loaded, so a run of other files may still see other examples.
"""

import os

from hypothesis import settings

collect_ignore_glob = ["rounds/*", "wild/*"]

settings.register_profile("repeatable", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
