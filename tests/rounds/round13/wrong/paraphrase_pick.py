"""Pick the most fluent paraphrase with BERT.

# bug: a masked LM is asked for the loss of tokens it can see, and the exponential is called perplexity
# bug: the paraphrase with the largest perplexity is returned as the most fluent
"""
import functools

import torch
from transformers import BertForMaskedLM, BertTokenizerFast


@functools.lru_cache(maxsize=1)
def _load():
    name = "bert-base-uncased"
    return BertTokenizerFast.from_pretrained(name), BertForMaskedLM.from_pretrained(name).eval()


def perplexity(sentence: str) -> float:
    tk, bert = _load()
    enc = tk(sentence, return_tensors="pt", truncation=True)
    with torch.no_grad():
        out = bert(**enc, labels=enc["input_ids"])  # expect: SEQ415
    return torch.exp(out.loss).item()  # expect-near: SEQ415


def most_fluent(paraphrases):
    return max(paraphrases, key=perplexity)  # expect: SEQ501


def rewrite_all(groups):
    return {source: most_fluent(options) for source, options in groups.items() if options}


if __name__ == "__main__":
    print(most_fluent([
        "The committee has approved the plan.",
        "The committee the plan has approved.",
    ]))
