"""Corpus perplexity of a list of texts, batched.

# bug: the padding positions' losses are summed with the real ones.
# bug: the corpus value is the arithmetic mean of the rows' perplexities.
"""
import torch
from torch.nn import CrossEntropyLoss

per_token = CrossEntropyLoss(reduction="none")


def chunks(xs, n):
    for i in range(0, len(xs), n):
        yield xs[i:i + n]


@torch.no_grad()
def corpus_perplexity(model, tokenizer, texts, bs=8):
    """Perplexity of the whole corpus."""
    model.eval()
    tokenizer.padding_side = "right"
    ppls = []
    for group in chunks(texts, bs):
        enc = tokenizer(group, padding=True, return_tensors="pt").to(model.device)
        lg = model(**enc).logits[:, :-1].float()
        gold = enc["input_ids"][:, 1:]
        nll = per_token(lg.transpose(1, 2), gold)
        n = enc["attention_mask"][:, 1:].sum(1).clamp(min=1)
        row = nll.sum(1) / n  # expect: SEQ302
        ppls.extend(torch.exp(row).tolist())
    return sum(ppls) / len(ppls)  # expect: SEQ410
