"""Score-flow: an abstract interpreter that knows, at every expression, which step of scoring it has reached."""
