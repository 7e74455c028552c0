"""Student vs teacher on held-out data: KL to the teacher and the student's own perplexity."""
import torch
import torch.nn as nn

IGN = -100
kl = nn.KLDivLoss(reduction="sum", log_target=True)
ce = nn.CrossEntropyLoss(ignore_index=IGN, reduction="sum")


@torch.no_grad()
def compare(student, teacher, loader, tau=1.0):
    student.eval()
    teacher.eval()
    div = nll = 0.0
    count = 0
    for b in loader:
        gold = b["labels"][:, 1:].contiguous()
        s = student(input_ids=b["input_ids"], attention_mask=b["attention_mask"]).logits[:, :-1].float()
        t = teacher(input_ids=b["input_ids"], attention_mask=b["attention_mask"]).logits[:, :-1].float()
        keep = gold != IGN
        div += kl((s[keep] / tau).log_softmax(-1), (t[keep] / tau).log_softmax(-1)).item()
        nll += ce(s.reshape(-1, s.size(-1)), gold.view(-1)).item()
        count += int(keep.sum())
    mean = torch.tensor(nll / count)
    return {"kl_per_token": div / count, "nll": mean.item(), "ppl": mean.exp().item()}
