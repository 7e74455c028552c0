"""COPA with T5: total log-likelihood of an alternative = minus mean loss times its tokens."""
import torch


def log_likelihood(model, tk, premise, alternative):
    src = tk(premise, return_tensors="pt")
    lab = tk(text_target=alternative, return_tensors="pt").input_ids
    with torch.no_grad():
        loss = model(**src, labels=lab).loss
    return -loss.item() * lab.numel()


def answer(model, tk, row):
    model.eval()
    a, b = (log_likelihood(model, tk, row["premise"], row[k]) for k in ("choice1", "choice2"))
    return int(b > a)


def pick_template(ppl_by_template):
    return min(ppl_by_template, key=ppl_by_template.get)
