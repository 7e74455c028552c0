"""Entropy of next-token distributions at each position, from logits (H = logsumexp(z) - E_p[z])."""
import matplotlib.pyplot as plt
import torch


def entropy(z):
    p = z.softmax(dim=-1)
    return z.logsumexp(dim=-1) - (p * z).sum(dim=-1)


@torch.no_grad()
def trace(lm, tok, text):
    lm.eval()
    ids = tok(tok.bos_token + text, return_tensors="pt").input_ids
    z = lm(ids).logits[0, :-1].double()
    h = entropy(z)
    surprisal = -torch.log_softmax(z, -1)[torch.arange(len(h)), ids[0, 1:]]
    return h.numpy(), surprisal.numpy(), tok.convert_ids_to_tokens(ids[0, 1:])


def plot(lm, tok, text, path):
    h, s, labels = trace(lm, tok, text)
    fig, ax = plt.subplots(figsize=(0.5 * len(labels), 3))
    ax.plot(h, label="entropy")
    ax.plot(s, label="surprisal")
    ax.set_xticks(range(len(labels)), labels, rotation=60)
    ax.set_ylabel("nats")
    ax.legend()
    fig.savefig(path, bbox_inches="tight")
    plt.close(fig)
