"""CTC greedy decoding; the word confidence is the mean posterior of its frames."""


def greedy(log_probs, blank=0):
    """log_probs: (T, V), already log_softmaxed by the acoustic model."""
    best, path = log_probs.max(dim=-1)
    units, conf, prev = [], [], blank
    for p, u in zip(best.exp().tolist(), path.tolist()):
        if u != blank and u != prev:
            units.append(u)
            conf.append([p])
        elif u != blank:
            conf[-1].append(p)
        prev = u
    return units, [sum(c) / len(c) for c in conf]
