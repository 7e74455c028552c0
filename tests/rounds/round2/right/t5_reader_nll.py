"""T5 evaluation: pads become -100, labels and logits are aligned (no shift)."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def answer_nll(net, tok, questions, answers):
    src = tok(questions, padding=True, return_tensors="pt")
    tgt = tok(text_target=answers, padding=True, return_tensors="pt")
    labels = tgt["input_ids"].masked_fill(tgt["attention_mask"] == 0, -100)
    z = net(**src, labels=labels).logits.float()
    nll = F.cross_entropy(z.transpose(1, 2), labels, ignore_index=-100, reduction="none")
    return nll.sum(dim=1), (labels != -100).sum(dim=1)
