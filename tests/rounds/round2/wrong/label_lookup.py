"""Answer log-probabilities from collated labels.

# bug: ignored labels (-100) are used as an index and read a real entry of the row
"""
import torch


@torch.no_grad()
def answer_logprob(lm, input_ids, labels):
    """One example: input_ids (T,), labels (T,) with -100 before the answer."""
    out = lm(input_ids=input_ids.unsqueeze(0))
    lp = out.logits[0, :-1].float().log_softmax(dim=-1)
    y = labels[1:]
    steps = torch.arange(y.numel(), device=y.device)
    tok = lp[steps, y]  # expect: SEQ210
    return tok.sum()  # expect-near: SEQ210|SEQ302


def pick_answer(lm, candidates):
    best, arg = None, -1
    for k, c in enumerate(candidates):
        s = answer_logprob(lm, c["input_ids"], c["labels"]).item()
        if best is None or s > best:
            best, arg = s, k
    return arg
