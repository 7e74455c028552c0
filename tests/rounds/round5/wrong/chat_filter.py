"""Drop conversations that a reference chat model finds too surprising.

# bug: the template's text already starts with the BOS and the tokenizer adds it again; the log-softmax runs in bfloat16
"""
import argparse
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", default="meta-llama/Llama-3.2-1B-Instruct")
    ap.add_argument("--max-nll", type=float, default=3.0)
    args = ap.parse_args()

    tok = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, torch_dtype=torch.bfloat16).eval()

    for line in sys.stdin:
        chat = json.loads(line)
        text = tok.apply_chat_template(chat["messages"], tokenize=False)
        ids = tok(text, return_tensors="pt").input_ids  # expect: SEQ309
        with torch.no_grad():
            lp = model(ids).logits[:, :-1].log_softmax(dim=-1)  # expect: SEQ607
        nll = -lp.gather(-1, ids[:, 1:, None])[0, :, 0].float().mean().item()
        if nll <= args.max_nll:
            chat["nll"] = nll
            sys.stdout.write(json.dumps(chat) + "\n")


if __name__ == "__main__":
    main()
