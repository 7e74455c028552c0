"""Rank of the observed token; order statistics of raw scores need no normalisation."""
import torch


@torch.no_grad()
def token_ranks(lm, ids):
    z = lm(input_ids=ids).logits[0, :-1]
    y = ids[0, 1:]
    own = z.gather(1, y[:, None])
    return (z > own).sum(dim=1) + 1


def histogram(ranks, edges=(1, 10, 100, 1000)):
    """Share of tokens per rank bucket (GLTR)."""
    r = ranks.float()
    out, lo = {}, 0
    for e in edges:
        out[f"<={e}"] = ((r > lo) & (r <= e)).float().mean().item()
        lo = e
    out["rest"] = (r > lo).float().mean().item()
    return out


if __name__ == "__main__":
    h = histogram(torch.tensor([1, 1, 5, 50, 5000]))
    assert abs(sum(h.values()) - 1) < 1e-6
