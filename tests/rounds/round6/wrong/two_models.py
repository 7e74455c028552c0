"""Reference-calibrated membership score: target LM minus reference LM, same batch for both.

# bug: the ignore marks in the caller's labels are overwritten, so the second model counts the
prompt positions too
"""
import torch

IGN = -100


def seq_lp(model, batch):
    lab = batch["labels"][:, 1:]
    m = lab != IGN
    lab[~m] = 0  # expect: SEQ308
    with torch.no_grad():
        lp = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = lp[:, :-1].float().log_softmax(-1)
    lp = torch.gather(lp, -1, lab.unsqueeze(-1)).squeeze(-1)
    return torch.where(m, lp, torch.zeros_like(lp)).sum(-1)


def calibrated(target, reference, loader):
    out = []
    for batch in loader:
        a = seq_lp(target, batch)
        b = seq_lp(reference, batch)
        out.append((a - b).cpu())
    return torch.cat(out)


def tpr_at(scores, labels, fpr=0.01):
    neg = scores[labels == 0].sort(descending=True).values
    thr = neg[int(fpr * len(neg))]
    return (scores[labels == 1] > thr).float().mean().item()
