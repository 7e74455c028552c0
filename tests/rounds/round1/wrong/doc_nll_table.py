"""Total NLL of every document, written to parquet.

# bug: the mean loss over N-1 targets is multiplied by N tokens.
"""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def main(model_name, source, dest):
    tok = AutoTokenizer.from_pretrained(model_name)
    lm = AutoModelForCausalLM.from_pretrained(model_name).eval()
    docs = pd.read_parquet(source)

    def total_nll(text):
        ids = tok(text, return_tensors="pt").input_ids
        if ids.numel() < 2:
            return None
        with torch.no_grad():
            mean = lm(ids, labels=ids).loss
        return mean.item() * ids.numel()  # expect: SEQ403

    docs["nll"] = docs["text"].map(total_nll)
    docs.to_parquet(dest)
