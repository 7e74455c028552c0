"""Perplexity on packed blocks in the Megatron layout (labels rolled, last position ignored)."""
import torch
import torch.nn.functional as F


def rolled(tokens):
    labels = torch.roll(tokens, -1, dims=1)
    labels[:, -1] = -100
    return labels


@torch.no_grad()
def ppl(model, blocks, device):
    model.eval()
    s = torch.zeros((), dtype=torch.float64)
    n = 0
    for tokens in blocks:
        tokens = tokens.to(device)
        labels = rolled(tokens)
        z = model(tokens).logits.float()
        s += F.cross_entropy(z.transpose(1, 2), labels, ignore_index=-100, reduction="sum").double().cpu()
        n += int((labels != -100).sum())
    return torch.exp(s / max(n, 1)).item()
