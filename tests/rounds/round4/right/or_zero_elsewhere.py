"""`or 0.0` where it is harmless: prices, retries and optional weights."""


def invoice_total(items):
    return sum((it.get("price") or 0.0) * (it.get("count") or 0) for it in items)


def backoff(attempt, cap=None):
    limit = cap or 0.0
    delay = 2**attempt
    return min(delay, limit) if limit else delay


def mean_rating(reviews):
    rated = [r["stars"] for r in reviews if r["stars"] is not None]
    return sum(rated) / len(rated) if rated else None
