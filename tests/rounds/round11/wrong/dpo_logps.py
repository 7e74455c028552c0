"""Reference log-probs for preference tuning, cached on disk.

# bug: log of softmax in place of log_softmax.
# bug: the caller's labels are changed in place before the policy uses the same batch.
"""
import torch
import torch.nn.functional as F

IGN = -100


def batch_logps(logits, labels):
    """Summed log-prob of the response tokens, one number for each row."""
    logits = logits[:, :-1].float()
    y = labels[:, 1:]
    keep = y != IGN
    y[~keep] = 0  # expect: SEQ308
    full = torch.log(F.softmax(logits, dim=-1))  # expect: SEQ602
    lp = full.gather(-1, y.unsqueeze(-1)).squeeze(-1)
    return torch.where(keep, lp, torch.zeros_like(lp)).sum(-1)


def dpo_loss(policy, reference, batch, beta=0.1):
    lab = batch["labels"]
    with torch.no_grad():
        ref = batch_logps(reference(batch["input_ids"], attention_mask=batch["attention_mask"]).logits, lab)
    pol = batch_logps(policy(batch["input_ids"], attention_mask=batch["attention_mask"]).logits, lab)
    r = pol - ref
    half = r.shape[0] // 2
    return -F.logsigmoid(beta * (r[:half] - r[half:])).mean()
