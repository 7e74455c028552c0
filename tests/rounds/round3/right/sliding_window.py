"""Strided perplexity: every window's loss is weighted with the targets it really scores."""
import torch


@torch.no_grad()
def strided_perplexity(model, ids, width=1024, stride=512):
    """ids: (1, n)."""
    nats, scored, prev = torch.zeros((), dtype=torch.float64), 0, 0
    n = ids.size(1)
    for begin in range(0, n, stride):
        end = min(begin + width, n)
        x = ids[:, begin:end]
        labels = x.clone()
        labels[:, : max(prev - begin, 0)] = -100
        k = (labels[:, 1:] != -100).sum().item()
        if k:
            nats += model(x, labels=labels).loss.double() * k
            scored += k
        prev = end
        if end == n:
            break
    return torch.exp(nats / max(scored, 1)).item(), scored


if __name__ == "__main__":
    from types import SimpleNamespace

    torch.manual_seed(0)
    w, x = torch.randn(9, 9), torch.randint(9, (1, 21))
    ce = torch.nn.functional.cross_entropy
    toy = lambda i, labels: SimpleNamespace(loss=ce(w[i][0, :-1], labels[0, 1:]))
    ppl, n = strided_perplexity(toy, x, 8, 4)
    assert n == 20 and abs(ppl - ce(w[x][0, :-1], x[0, 1:]).exp().item()) < 1e-3
