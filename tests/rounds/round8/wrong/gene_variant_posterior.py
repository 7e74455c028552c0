"""Posterior over candidate haplotypes given a genomic language model.

Each haplotype (about 4 kb) is scored by the model; with a flat prior the
posterior is proportional to exp(log-likelihood).

# bug: log-likelihoods of thousands of nats are exponentiated before the normalisation
"""
import numpy as np
import torch


def encode(seq, table={"A": 7, "C": 8, "G": 9, "T": 10}):
    return torch.tensor([[0] + [table[c] for c in seq]])


@torch.inference_mode()
def haplotype_loglik(model, seq):
    ids = encode(seq)
    logits = model(ids).logits[0, :-1].double()
    lp = logits - logits.logsumexp(dim=-1, keepdim=True)
    return lp.gather(-1, ids[0, 1:].unsqueeze(-1)).sum().item()


def posterior(model, haplotypes):
    model.eval()
    ll = np.array([haplotype_loglik(model, h) for h in haplotypes])
    weight = np.exp(ll)  # expect: SEQ605
    return weight / weight.sum()  # expect-near: SEQ605


def call_variant(model, haplotypes, min_post=0.95):
    post = posterior(model, haplotypes)
    k = int(post.argmax())
    return (k, post[k]) if post[k] >= min_post else (None, post[k])
