"""Top-p sampler written out by hand, with a confidence and a likelihood for every sample.

# bug: confidence takes the maximum probability instead of the sampled token's; the likelihood is the arithmetic mean of token probabilities.
"""
import torch


def nucleus(p, top_p):
    s, idx = p.sort(descending=True)
    keep = s.cumsum(0) - s < top_p
    s = s * keep
    return idx[torch.multinomial(s / s.sum(), 1)]


@torch.no_grad()
def sample(model, ids, n_new, top_p=0.9, eos=None):
    probs_of_chosen, log_conf = [], []
    for _ in range(n_new):
        lp = torch.log_softmax(model(ids).logits[0, -1].double(), dim=-1)
        nxt = nucleus(lp.exp(), top_p)
        log_conf.append(lp.max().item())  # expect: SEQ204
        probs_of_chosen.append(lp[nxt].exp().item())
        ids = torch.cat([ids, nxt[None]], dim=1)
        if eos is not None and nxt.item() == eos:
            break
    return {
        "ids": ids,
        "logprob": sum(log_conf),  # expect-near: SEQ204
        "likelihood": sum(probs_of_chosen) / len(probs_of_chosen),  # expect: SEQ405
    }


def best_of(model, ids, k, **kw):
    cands = [sample(model, ids, **kw) for _ in range(k)]
    return max(cands, key=lambda c: c["likelihood"])
