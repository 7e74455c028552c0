"""Summaries with a confidence value each.

# bug: compute_transition_scores is not told to normalise, so plain greedy scores stay logits
"""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


def summarise(documents, name="t5-small"):
    tok = AutoTokenizer.from_pretrained(name)
    model = AutoModelForSeq2SeqLM.from_pretrained(name)
    results = []
    for doc in documents:
        enc = tok("summarize: " + doc, return_tensors="pt", truncation=True)
        gen = model.generate(**enc, num_beams=1, do_sample=False, max_new_tokens=60,
                             output_scores=True, return_dict_in_generate=True)
        steps = model.compute_transition_scores(gen.sequences, gen.scores)  # expect: SEQ111
        results.append({
            "summary": tok.decode(gen.sequences[0], skip_special_tokens=True),
            "confidence": torch.exp(steps.mean()).item(),  # expect-near: SEQ111
        })
    return results
