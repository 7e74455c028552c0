"""Perplexity on WikiText lines, with a progress bar.
# bug: exp(loss) is averaged over the lines, where the corpus perplexity is asked for.
"""
import torch
from tqdm import tqdm


@torch.no_grad()
def wikitext_perplexity(model, tok, lines):
    """Perplexity of the WikiText test set."""
    ppl_sum, n = 0.0, 0
    bar = tqdm(lines)
    for line in bar:
        ids = tok(line, return_tensors="pt").input_ids
        if ids.shape[1] < 2:
            continue
        ppl_sum += torch.exp(model(ids, labels=ids).loss).item()  # expect-near: SEQ410
        n += 1
        bar.set_postfix(ppl=ppl_sum / n)  # expect-near: SEQ410
    return ppl_sum / n  # expect: SEQ410
