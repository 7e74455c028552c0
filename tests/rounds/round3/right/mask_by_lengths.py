"""Padded rows with id 0 as filler; real positions are known from the lengths."""
import torch


def score_rows(lm, rows):
    lens = torch.tensor([len(r) for r in rows])
    x = torch.zeros(len(rows), int(lens.max()), dtype=torch.long)
    for i, r in enumerate(rows):
        x[i, : len(r)] = torch.tensor(r)
    am = torch.arange(x.size(1))[None] < lens[:, None]
    with torch.no_grad():
        lp = lm(x, attention_mask=am.long()).logits[:, :-1].float().log_softmax(-1)
    got = lp.gather(-1, x[:, 1:, None])[..., 0]
    return [g[: n - 1].sum().item() for g, n in zip(got, lens.tolist())]


if __name__ == "__main__":
    from types import SimpleNamespace

    torch.manual_seed(0)
    w = torch.randn(6, 6)
    toy = lambda ids, attention_mask: SimpleNamespace(logits=w[ids])
    alone = [score_rows(toy, [r])[0] for r in ([1, 0, 2], [3, 0])]
    assert torch.allclose(torch.tensor(score_rows(toy, [[1, 0, 2], [3, 0]])), torch.tensor(alone))
