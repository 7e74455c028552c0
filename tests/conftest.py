"""Code that is linted, not run."""

collect_ignore_glob = ["rounds/*", "wild/*"]
