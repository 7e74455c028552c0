"""Sequence importance ratios from float32 log-probs."""
import torch


@torch.no_grad()
def seq_logprob(net, ids, attn, resp):
    net.eval()
    z = net(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    t = z.log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    return torch.where(resp[:, 1:].bool(), t, 0.0).sum(-1)


def ratio(new, old, *args, cap=10.0):
    return torch.exp(seq_logprob(new, *args) - seq_logprob(old, *args)).clamp(max=cap)
