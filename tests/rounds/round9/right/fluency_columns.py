"""ppl and bits-per-byte columns from prefill log-probs (nats)."""
import math

LN2 = math.log(2.0)


def columns(text, lps):
    lps = [x for x in lps if x is not None]
    if not lps or not text:
        return {"ppl": None, "bpb": None, "geo_p": None}
    total = math.fsum(lps)
    n_bytes = len(text.encode("utf-8"))
    h = -total / len(lps)
    return {
        "ppl": math.exp(h) if h < 700 else math.inf,
        "bpb": -total / (LN2 * n_bytes),
        "geo_p": math.exp(total / len(lps)),
    }
