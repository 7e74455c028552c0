"""Offline scoring of a supervised fine-tuning set.

# bug: -100 labels index the log-probability table and read the entry 100 places from the end of the vocabulary.
# bug: whole_nll() sums the cross entropy of the pad tokens too.
"""
import numpy as np
import torch
import torch.nn.functional as F
from scipy.special import log_softmax


def answer_logprobs(logits, labels):
    """Log-probability of the supervised tokens of one example.

    logits: (T, V) array; labels: (T,) array, -100 on the instruction.
    """
    tbl = log_softmax(np.asarray(logits[:-1], dtype=np.float64), axis=-1)
    y = labels[1:]
    return tbl[np.arange(len(y)), y].sum()  # expect: SEQ210


@torch.no_grad()
def whole_nll(model, tokenizer, texts):
    """NLL in nats of each text, texts of one batch padded on the right."""
    model.eval()
    batch = tokenizer(texts, padding=True, padding_side="right", return_tensors="pt")
    out = model(**batch).logits.float()
    y = batch["input_ids"][:, 1:]
    ce = F.cross_entropy(out[:, :-1].transpose(1, 2), y, reduction="none")
    return ce.sum(dim=1)  # expect: SEQ302


@torch.no_grad()
def profile(model, tokenizer, examples):
    model.eval()
    rows = []
    for ex in examples:
        ids = torch.tensor([ex["input_ids"]])
        z = model(ids).logits[0].float().numpy()
        rows.append(
            {
                "id": ex["id"],
                "answer": answer_logprobs(z, np.array(ex["labels"])),
                "n": sum(1 for t in ex["labels"][1:] if t >= 0),
            }
        )
    rows.sort(key=lambda r: r["answer"])
    return rows
