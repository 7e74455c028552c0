"""Poem lines under GPT-2, scored in left-padded batches.

# bug: GPT-2 has absolute positions and the left-padded batch is passed without position_ids
"""
import pandas as pd
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tokenizer = GPT2TokenizerFast.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token
tokenizer.padding_side = "left"
gpt = GPT2LMHeadModel.from_pretrained("gpt2")
gpt.eval()


def score_lines(lines):
    enc = tokenizer(lines, return_tensors="pt", padding=True)
    ids, att = enc["input_ids"], enc["attention_mask"]
    with torch.no_grad():
        out = gpt(input_ids=ids, attention_mask=att)  # expect: SEQ315
    lp = out.logits[:, :-1].log_softmax(dim=-1)
    lp = lp.gather(-1, ids[:, 1:, None]).squeeze(-1)
    both = (att[:, 1:] * att[:, :-1]).bool()
    return lp.masked_fill(~both, 0.0).sum(dim=1), both.sum(dim=1)


def table(path, size=16):
    lines = [ln.strip() for ln in open(path, encoding="utf-8") if ln.strip()]
    parts = []
    for i in range(0, len(lines), size):
        chunk = lines[i:i + size]
        total, n = score_lines(chunk)
        parts.append(pd.DataFrame({"line": chunk, "logprob": total.tolist(), "tokens": n.tolist()}))
    return pd.concat(parts, ignore_index=True)


if __name__ == "__main__":
    print(table("poems.txt").sort_values("logprob").head(10).to_string())
