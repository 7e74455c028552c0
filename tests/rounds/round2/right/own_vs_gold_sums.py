"""Greedy answer against gold answer, both as sums over their tokens."""
import torch


@torch.no_grad()
def completion_logprob(lm, ids, start):
    z = lm(ids).logits[0, start - 1:-1].float()
    return z.log_softmax(-1)[torch.arange(z.size(0)), ids[0, start:]].sum()


def margin(lm, prompt, gold, limit=32):
    own = lm.generate(prompt, do_sample=False, max_new_tokens=limit)
    both = [own, torch.cat([prompt, gold], dim=1)]
    a, b = (completion_logprob(lm, ids, prompt.shape[1]) for ids in both)
    return (a - b).item()
