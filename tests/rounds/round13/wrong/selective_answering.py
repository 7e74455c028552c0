"""Abstain when the model is unsure about its own greedy answer.

# bug: compute_transition_scores is left at normalize_logits=False, so raw logits are averaged and exponentiated as log-probabilities
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def answer(model, tok, question, max_new_tokens):
    enc = tok(f"Q: {question}\nA:", return_tensors="pt").to(model.device)
    out = model.generate(
        **enc,
        do_sample=False,
        num_beams=1,
        repetition_penalty=1.0,
        max_new_tokens=max_new_tokens,
        return_dict_in_generate=True,
        output_scores=True,
    )
    steps = model.compute_transition_scores(out.sequences, out.scores)  # expect: SEQ111
    confidence = steps[0].float().mean().exp().item()  # expect-near: SEQ111
    text = tok.decode(out.sequences[0, enc.input_ids.shape[1]:], skip_special_tokens=True)
    return text.strip(), confidence


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model")
    ap.add_argument("questions")
    ap.add_argument("--min-confidence", type=float, default=0.6)
    a = ap.parse_args()
    tok = AutoTokenizer.from_pretrained(a.model)
    model = AutoModelForCausalLM.from_pretrained(a.model).eval()
    with open(a.questions) as fh, torch.no_grad():
        for line in fh:
            q = json.loads(line)["question"]
            text, c = answer(model, tok, q, 32)
            print(json.dumps({"q": q, "a": text if c >= a.min_confidence else None, "conf": c}))


if __name__ == "__main__":
    main()
