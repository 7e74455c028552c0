"""Word-level distillation of a causal student, with a validation report.

# bug: kl_div gets the student's probabilities as input, and the validation perplexity is the exponential of the label-smoothed loss.
"""
import torch
import torch.nn.functional as F

IGN = -100


def pick(logits, labels):
    """Rows of the logits that predict a real label, and these labels."""
    z, y = logits[:, :-1], labels[:, 1:]
    use = y != IGN
    return z[use], y[use]


def distill_step(student, teacher, batch, tau=2.0, mix=0.5, smooth=0.1):
    feats = {k: batch[k] for k in ("input_ids", "attention_mask")}
    s, y = pick(student(**feats).logits.float(), batch["labels"])
    with torch.no_grad():
        t, _ = pick(teacher(**feats).logits.float(), batch["labels"])
    hard = F.cross_entropy(s, y, label_smoothing=smooth)
    soft = F.kl_div(  # expect: SEQ114
        F.softmax(s / tau, dim=-1),  # expect-near: SEQ114
        F.softmax(t / tau, dim=-1),
        reduction="batchmean",
    )
    return mix * hard + (1 - mix) * tau * tau * soft


@torch.no_grad()
def validate(student, loader, smooth=0.1):
    student.eval()
    total, count = torch.zeros(()), 0
    for batch in loader:
        out = student(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
        s, y = pick(out.logits.float(), batch["labels"])
        total += F.cross_entropy(s, y, label_smoothing=smooth, reduction="sum").cpu()  # expect-near: SEQ414
        count += y.numel()
    return {"val_loss": (total / max(count, 1)).item(), "val_ppl": torch.exp(total / max(count, 1)).item()}  # expect: SEQ414
