"""DPO for a small VLM (helpers).

# bug: averages the token log-probs; DPO's objective is defined on their sum.
"""
import torch
import torch.nn.functional as F


def get_logps(logits, labels, pad_to=-100):
    """log pi(y | x) for every row of the batch."""
    y = labels[:, 1:].clone()
    keep = y.ne(pad_to)
    y[~keep] = 0
    lp = F.log_softmax(logits[:, :-1].float(), dim=-1)
    lp = lp.gather(dim=2, index=y.unsqueeze(2)).squeeze(2)
    n = keep.sum(dim=1).clamp(min=1)
    return (lp * keep).sum(dim=1) / n  # expect: SEQ401


def dpo_loss(pi_w, pi_l, ref_w, ref_l, beta):
    """Rafailov et al. 2023, equation 7."""
    h = (pi_w - ref_w) - (pi_l - ref_l)  # expect-near: SEQ401
    return -F.logsigmoid(beta * h).mean()


def step(policy, reference, win, lose, beta=0.1):
    def both(batch):
        with torch.no_grad():
            r = get_logps(reference(**batch).logits, batch["labels"])
        return get_logps(policy(**batch).logits, batch["labels"]), r

    pw, rw = both(win)
    pl, rl = both(lose)
    return dpo_loss(pw, pl, rw, rl, beta)
