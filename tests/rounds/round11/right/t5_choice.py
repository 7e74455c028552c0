"""Choice scoring with an encoder-decoder; logits line up with the labels."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def choice_logps(t5, tok, question, choices):
    src = tok([question] * len(choices), return_tensors="pt")
    tgt = tok(text_target=choices, padding=True, return_tensors="pt")
    labels = tgt["input_ids"].masked_fill(tgt["attention_mask"] == 0, -100)
    logits = t5(**src, labels=labels).logits.float()
    nll = F.cross_entropy(logits.permute(0, 2, 1), labels, reduction="none")
    return (-nll).sum(dim=1)


def predict(t5, tok, question, choices):
    return choices[int(choice_logps(t5, tok, question, choices).argmax())]
