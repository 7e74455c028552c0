"""Megatron-style evaluation batches: rolled labels with the wrapped entry masked out."""
import torch
import torch.nn.functional as F

IGNORE = -100


def make_labels(tokens, prompt_lens, pad_lens):
    """labels[:, t] is the token that position t predicts, or IGNORE."""
    labels = torch.roll(tokens, shifts=-1, dims=1)
    labels[:, -1] = IGNORE
    width = tokens.size(1)
    pos = torch.arange(width)
    for row, (p, n_pad) in enumerate(zip(prompt_lens, pad_lens)):
        labels[row, pos < p - 1] = IGNORE
        labels[row, pos >= width - n_pad - 1] = IGNORE
    return labels


@torch.no_grad()
def evaluate(model, batches):
    """Mean NLL of the completions over the corpus, one weight per token."""
    model.eval()
    nll = torch.zeros((), dtype=torch.float64)
    count = 0
    for b in batches:
        y = make_labels(b["tokens"], b["prompt_lens"], b["pad_lens"])
        z = model(b["tokens"], attention_mask=b["mask"]).logits.float()
        nll += F.cross_entropy(z.transpose(1, 2), y, ignore_index=IGNORE, reduction="sum").double()
        count += int((y != IGNORE).sum())
    return (nll / max(count, 1)).item()
