"""Replay stored answers; a token that is not in the server's table is an error."""
import math


def replay(records):
    nats, n = 0.0, 0
    for rec in records:
        for table, tid in zip(rec["steps"], rec["answer_ids"], strict=True):
            if tid not in table:
                raise LookupError(f"{rec['id']}: token {tid} was not returned, request more alternatives")
            nats -= table[tid]
            n += 1
    if n == 0:
        return None
    mean = nats / n
    return math.exp(mean) if mean < 700 else math.inf
