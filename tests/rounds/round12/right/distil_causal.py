"""Token-level knowledge distillation on the positions that carry a label."""
import torch
import torch.nn.functional as F


def supervised_positions(z, labels, ignore=-100):
    tgt = labels[:, 1:]
    sel = tgt.ne(ignore)
    return z[:, :-1][sel], tgt[sel]


def loss_fn(student_out, teacher_out, labels, T=2.0, w=0.5):
    s, y = supervised_positions(student_out.logits.float(), labels)
    t, _ = supervised_positions(teacher_out.logits.float(), labels)
    kd = F.kl_div(
        F.log_softmax(s / T, dim=-1),
        F.log_softmax(t / T, dim=-1).detach(),
        reduction="batchmean",
        log_target=True,
    )
    ce = F.cross_entropy(s, y, label_smoothing=0.1)
    return w * ce + (1 - w) * T ** 2 * kd


@torch.no_grad()
def report(student, loader):
    was = student.training
    student.eval()
    tot = n = 0
    for b in loader:
        out = student(input_ids=b["input_ids"], attention_mask=b["attention_mask"])
        s, y = supervised_positions(out.logits.float(), b["labels"])
        tot = tot + F.cross_entropy(s, y, reduction="sum").double()
        n += y.numel()
    student.train(was)
    mean = torch.as_tensor(tot) / max(n, 1)
    return {"nll": float(mean), "ppl": float(mean.exp())}
