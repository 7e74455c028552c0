"""Flan-T5 as a filter for article/summary pairs: sum and mean log-probability of the summary."""
import torch


@torch.inference_mode()
def score(model, tok, articles, summaries):
    src = tok(articles, padding=True, truncation=True, max_length=512, return_tensors="pt")
    tgt = tok(text_target=summaries, padding=True, return_tensors="pt")
    real = tgt["attention_mask"].bool()
    labels = tgt["input_ids"].masked_fill(~real, -100)
    logits = model(**src, labels=labels).logits.float()
    per_token = torch.nn.functional.cross_entropy(
        logits.transpose(1, 2), labels, reduction="none", ignore_index=-100
    )
    total = -per_token.sum(dim=1)
    return total, total / real.sum(dim=1).clamp(min=1)


def keep(model, tok, pairs, floor=-3.0, size=8):
    for i in range(0, len(pairs), size):
        part = pairs[i : i + size]
        _, mean = score(model, tok, [a for a, _ in part], [s for _, s in part])
        yield from (p for p, m in zip(part, mean.tolist()) if m > floor)
