"""Perplexity of short texts in one batch.

# bug: labels equal the padded input ids, so pad positions enter the loss
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def main(texts):
    tok = AutoTokenizer.from_pretrained("gpt2")
    tok.pad_token = tok.eos_token
    lm = AutoModelForCausalLM.from_pretrained("gpt2")
    enc = tok(texts, padding=True, truncation=True, max_length=1024, return_tensors="pt")
    with torch.no_grad():
        out = lm(**enc, labels=enc["input_ids"])  # expect: SEQ302
    print("perplexity", torch.exp(out.loss).item())  # expect-near: SEQ302


if __name__ == "__main__":
    main(["A short one.", "A considerably longer sentence, with a relative clause that goes on."])
