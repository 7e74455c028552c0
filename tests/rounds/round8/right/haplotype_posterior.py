"""Posterior over haplotypes from a genomic LM with a flat prior, normalised in log space."""
import torch

TABLE = {"A": 7, "C": 8, "G": 9, "T": 10}


@torch.inference_mode()
def loglik(model, seq):
    ids = torch.tensor([[0] + [TABLE[c] for c in seq]])
    lp = model(ids).logits[0, :-1].double().log_softmax(-1)
    return lp.gather(-1, ids[0, 1:, None]).sum()


def posterior(model, haplotypes):
    model.eval()
    ll = torch.stack([loglik(model, h) for h in haplotypes])
    return (ll - ll.logsumexp(0)).exp()


def call(model, haplotypes, min_post=0.95):
    post = posterior(model, haplotypes)
    k = int(post.argmax())
    return k if post[k] >= min_post else None
