"""Fancy indexing: positions on the first axis, ids on the second."""
import torch


def sentence_logprob(model, ids):
    with torch.no_grad():
        lp = model(ids[None]).logits[0].float().log_softmax(-1)
    n = ids.numel() - 1
    return lp[range(n), ids[1:].tolist()].sum()


def pairwise(model, good, bad):
    return (sentence_logprob(model, good) > sentence_logprob(model, bad)).item()


if __name__ == "__main__":
    from types import SimpleNamespace

    torch.manual_seed(0)
    w = torch.randn(12, 12)
    toy = lambda x: SimpleNamespace(logits=w[x])
    x = torch.tensor([1, 4, 2, 7])
    want = sum(w.log_softmax(-1)[a, b] for a, b in zip(x[:-1], x[1:]))
    assert torch.allclose(sentence_logprob(toy, x), want)
