"""Next-token distribution of a right-padded batch, read at each row's last real token."""
import torch


@torch.no_grad()
def next_logprobs(lm, tok, prefixes):
    tok.padding_side = "right"
    enc = tok(prefixes, padding=True, return_tensors="pt")
    z = lm(**enc).logits
    last = enc["attention_mask"].sum(dim=1) - 1
    rows = z[torch.arange(z.size(0)), last]
    return torch.log_softmax(rows.float(), dim=-1)


def agreement(lm, tok, prefixes, a, b):
    lp = next_logprobs(lm, tok, prefixes)
    return (lp[:, a] > lp[:, b]).float().mean().item()
