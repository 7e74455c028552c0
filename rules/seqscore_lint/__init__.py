"""seqscore-lint: finds scoring bugs in source code by following scores through it."""
