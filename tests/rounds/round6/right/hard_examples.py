"""Curriculum: pick the documents the student finds hardest, distil on them with a softened teacher."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def doc_loss(student, batch):
    z = student(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1]
    y = batch["labels"][:, 1:]
    l = F.cross_entropy(z.transpose(1, 2).float(), y, ignore_index=-100, reduction="none")
    return l.sum(1) / (y != -100).sum(1).clamp(min=1)


def hardest(student, batch, k):
    loss = doc_loss(student, batch)
    return loss.topk(min(k, loss.numel())).indices, int(loss.argmax())


def distil_loss(student_z, teacher_z, keep, T=2.0):
    s = F.log_softmax(student_z.float() / T, dim=-1)
    t = F.softmax(teacher_z.float() / T, dim=-1)
    kl = F.kl_div(s, t, reduction="none").sum(-1)
    return (kl * keep).sum() / keep.sum().clamp(min=1) * T * T
