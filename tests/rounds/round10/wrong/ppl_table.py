"""Corpus perplexity table for the appendix: four models, three corpora.

# bug: texts are truncated at config.max_length, the generation default, and the corpus number is the plain mean of the documents' perplexities
"""
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

MODELS = ["gpt2", "distilgpt2", "EleutherAI/pythia-160m", "facebook/opt-125m"]
CORPORA = ["news", "wiki", "forum"]


@torch.no_grad()
def corpus_perplexity(model, tok, texts):
    limit = model.config.max_length  # expect: SEQ313
    values = []
    for t in texts:
        ids = tok(t, return_tensors="pt", truncation=True, max_length=limit).input_ids  # expect-near: SEQ313
        if ids.shape[1] < 2:
            continue
        values.append(torch.exp(model(ids, labels=ids).loss).item())  # expect-near: SEQ410
    return float(np.mean(values))  # expect: SEQ410


def main():
    rows = []
    for name, corpus in itertools.product(MODELS, CORPORA):
        tok = AutoTokenizer.from_pretrained(name)
        model = AutoModelForCausalLM.from_pretrained(name).eval()
        texts = Path(corpus + ".txt").read_text().split("\n\n")
        rows.append({"model": name, "corpus": corpus, "ppl": corpus_perplexity(model, tok, texts)})
    print(pd.DataFrame(rows).pivot(index="model", columns="corpus", values="ppl").to_latex(float_format="%.1f"))


if __name__ == "__main__":
    main()
