"""Greedy summaries with a per-summary log-likelihood column.

# bug: compute_transition_scores returns raw logits in greedy mode unless normalize_logits is set
"""
import pandas as pd
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("google/flan-t5-base")
t5 = AutoModelForSeq2SeqLM.from_pretrained("google/flan-t5-base")
t5.eval()


def summarise(doc):
    batch = tok(doc, return_tensors="pt", truncation=True, max_length=512)
    with torch.no_grad():
        g = t5.generate(**batch, num_beams=1, do_sample=False, max_new_tokens=80,
                        output_scores=True, return_dict_in_generate=True)
    step_lp = t5.compute_transition_scores(g.sequences, g.scores)  # expect: SEQ111
    return tok.decode(g.sequences[0], skip_special_tokens=True), step_lp[0].sum().item()  # expect-near: SEQ111


frame = pd.read_json("articles.jsonl", lines=True)
cols = [summarise(d) for d in frame["text"]]
frame["summary"] = [c[0] for c in cols]
frame["loglik"] = [c[1] for c in cols]
frame.sort_values("loglik", ascending=False).to_csv("summaries.csv", index=False)
