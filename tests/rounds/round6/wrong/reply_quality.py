"""Filter distilled replies by average token log-prob under the teacher.

# bug: a reply without any token (over-long prompt, refusal cut away) divides by zero and the nan
passes on to the batch statistics
"""
import torch

IGNORE = -100


def gather_lp(logits, labels):
    safe = labels.clamp(min=0)
    lp = logits.float().log_softmax(-1)
    return torch.gather(lp, 2, safe.unsqueeze(2)).squeeze(2)


@torch.no_grad()
def teacher_scores(teacher, loader):
    """Average log-prob of the reply tokens; replies may have been truncated to nothing."""
    teacher.eval()
    chunks = []
    for b in loader:
        out = teacher(input_ids=b["input_ids"], attention_mask=b["attention_mask"])
        tgt = b["labels"][:, 1:]
        keep = (tgt != IGNORE).float()
        tl = gather_lp(out.logits[:, :-1], tgt)
        chunks.append((tl * keep).sum(1) / keep.sum(1))  # expect: SEQ611
    return torch.cat(chunks)


def select(teacher, loader, data, frac=0.5):
    s = teacher_scores(teacher, loader)
    z = (s - s.mean()) / s.std()
    order = z.argsort(descending=True)[: int(frac * len(data))]
    return [data[int(i)] for i in order]
