"""Cloze predictability of target words (may be several pieces) from a causal LM.

# bug: the probabilities of the pieces are added up as the word's probability.
"""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def word_probability(lm, tk, context, word):
    """P(word | context) where the word follows a space."""
    whole = tk(context + " " + word, return_tensors="pt", return_offsets_mapping=True)
    offs = whole.pop("offset_mapping")[0]
    with torch.no_grad():
        p = torch.softmax(lm(**whole).logits[0].float(), dim=-1)
    ids = whole["input_ids"][0]
    out = 0.0
    for i in range(1, len(ids)):
        if offs[i, 1] > len(context):
            out += p[i - 1, ids[i]].item()  # expect: SEQ404
    return out


def annotate(df, name="gpt2-large"):
    tk = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    df = df.copy()
    df["lm_pred"] = [word_probability(lm, tk, c, w) for c, w in zip(df.context, df.target)]
    return df


if __name__ == "__main__":
    items = pd.read_csv("cloze_norms.csv")
    out = annotate(items)
    print(out[["human_cloze", "lm_pred"]].corr(method="spearman"))
    out.to_csv("cloze_with_lm.csv", index=False)
