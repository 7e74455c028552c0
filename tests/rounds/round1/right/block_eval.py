"""Perplexity of a token stream with a Hugging Face model that shifts its labels itself."""
import torch


@torch.no_grad()
def stream_perplexity(lm, ids, size=1024):
    nats = torch.zeros((), dtype=torch.float64)
    n = 0
    for lo in range(0, ids.size(1) - 1, size):
        x = ids[:, lo : lo + size + 1]
        k = x.size(1) - 1
        nats += lm(input_ids=x, labels=x).loss.double() * k
        n += k
    return torch.exp(nats / max(n, 1)).item()


def bits_per_character(lm, ids, n_chars):
    """Total code length in bits divided by the characters of the decoded text."""
    loss = lm(input_ids=ids, labels=ids).loss.item()
    bits = loss * (ids.size(1) - 1) / torch.log(torch.tensor(2.0)).item()
    return bits / n_chars
