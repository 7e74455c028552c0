"""An LM head with unused rows at the end of the vocabulary (padded to a multiple of 128)."""
import torch


@torch.no_grad()
def token_table(net, ids, attn, n_real):
    z = net(input_ids=ids, attention_mask=attn).logits[:, :-1, :n_real].float()
    keep = attn[:, 1:].bool()
    y = ids[:, 1:].masked_fill(~keep, 0)
    lp = z.log_softmax(-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
    return lp.masked_fill(~keep, 0.0), keep


def totals(net, ids, attn, n_real):
    lp, _ = token_table(net, ids, attn, n_real)
    return lp.sum(-1)


def averages(net, ids, attn, n_real):
    lp, keep = token_table(net, ids, attn, n_real)
    return lp.sum(-1) / keep.sum(-1).clamp_min(1)
