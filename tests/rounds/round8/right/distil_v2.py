"""Teacher-student training; label smoothing enters the objective but not the validation figure."""
import torch
import torch.nn.functional as F


def shifted(z, y):
    return z[:, :-1].flatten(0, 1), y[:, 1:].flatten()


def objective(student_z, teacher_z, y, tau=2.0, mix=0.5, eps=0.1):
    s, t = shifted(student_z, y)
    q, _ = shifted(teacher_z, y)
    live = t != -100
    soft = F.kl_div(
        F.log_softmax(s[live] / tau, dim=-1),
        F.log_softmax(q[live] / tau, dim=-1),
        log_target=True, reduction="batchmean",
    )
    hard = F.cross_entropy(s, t, ignore_index=-100, label_smoothing=eps)
    return mix * tau * tau * soft + (1 - mix) * hard


@torch.no_grad()
def validate(student, loader):
    student.eval()
    nll, n = 0.0, 0
    for b in loader:
        z = student(input_ids=b["input_ids"], attention_mask=b["attention_mask"]).logits.float()
        s, t = shifted(z, b["labels"])
        nll += F.cross_entropy(s, t, ignore_index=-100, reduction="sum").double()
        n += (t != -100).sum()
    student.train()
    return {"valid_ppl": torch.exp(nll / n).item()}
