#!/usr/bin/env python
"""Choose, among several wordings of a yes/no question, the one that the model says Yes to most strongly.

    python pick_wording.py --model meta-llama/Llama-3.1-8B-Instruct wordings.json

# bug: the rendered chat text already starts with BOS and the tokenizer call puts another one in front
# bug: wordings are ranked by the raw logit of the Yes token, although each wording has its own normaliser
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def ask(model, tok, question):
    chat = [
        {"role": "system", "content": "Answer Yes or No."},
        {"role": "user", "content": question},
    ]
    text = tok.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)  # expect-near: SEQ309
    enc = tok(text, return_tensors="pt").to(model.device)  # expect: SEQ309
    with torch.inference_mode():
        return model(**enc).logits[0, -1].float()


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("wordings")
    ap.add_argument("--model", required=True)
    args = ap.parse_args()

    tok = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, device_map="auto").eval()
    yes = tok.convert_tokens_to_ids("Yes")

    with open(args.wordings, encoding="utf-8") as fh:
        wordings = json.load(fh)

    tally = {}
    for name, question in wordings.items():
        row = ask(model, tok, question)
        tally[name] = row[yes].item()  # expect-near: SEQ502

    winner = max(tally, key=tally.get)  # expect: SEQ502
    for name in tally:
        print(f"{'*' if name == winner else ' '} {name:<24}{tally[name]:8.3f}")


if __name__ == "__main__":
    main()
