"""Loss for a home-made decoder that does not move its labels: they are laid out here."""
import torch
import torch.nn.functional as F

IGNORE = -100


def next_labels(ids, attn):
    """Label of place t is token t + 1; none for the last place and before padding."""
    lab = torch.roll(ids, shifts=-1, dims=1)
    lab[:, -1] = IGNORE
    nxt = torch.roll(attn, shifts=-1, dims=1)
    nxt[:, -1] = 0
    return lab.masked_fill(nxt == 0, IGNORE)


def summed_cost(decoder, ids, attn):
    lab = next_labels(ids, attn)
    out = decoder(ids, attn)
    cost = F.cross_entropy(out.flatten(0, 1).float(), lab.flatten(), ignore_index=IGNORE, reduction="sum")
    return cost, (lab != IGNORE).sum()


@torch.no_grad()
def corpus_cost(decoder, loader):
    """Mean cost per token of the whole loader."""
    decoder.eval()
    cost, n = 0.0, 0
    for ids, attn in loader:
        c, k = summed_cost(decoder, ids, attn)
        cost += c.item()
        n += int(k)
    return cost / max(n, 1)
