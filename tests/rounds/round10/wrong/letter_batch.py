"""Batched A/B/C/D evaluation for GPT-2 style checkpoints.

# bug: left-padded rows go through GPT-2, whose absolute positions start at the pads because position_ids are missing.
"""
import argparse

import torch
from datasets import load_dataset
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

LETTERS = "ABCD"


def render(ex):
    body = "\n".join(f"{l}. {c}" for l, c in zip(LETTERS, ex["choices"]))
    return f"{ex['question']}\n{body}\nAnswer:"


def main(args):
    tok = GPT2TokenizerFast.from_pretrained(args.model, padding_side="left", truncation_side="left")
    tok.pad_token = tok.eos_token
    model = GPT2LMHeadModel.from_pretrained(args.model).to(args.device)
    model.eval()
    cand = torch.tensor([tok.encode(f" {l}") for l in LETTERS], device=args.device).squeeze(1)

    data = load_dataset("cais/mmlu", args.subject, split="test")
    correct = 0
    for lo in range(0, len(data), args.bs):
        rows = [data[i] for i in range(lo, min(lo + args.bs, len(data)))]
        enc = tok([render(r) for r in rows], padding=True, truncation=True, max_length=1024, return_tensors="pt")
        enc = enc.to(args.device)
        with torch.no_grad():
            last = model(enc.input_ids, attention_mask=enc.attention_mask).logits[:, -1]  # expect: SEQ315
        guess = last[:, cand].argmax(dim=1).tolist()
        correct += sum(g == r["answer"] for g, r in zip(guess, rows))
    print(f"{args.subject}: {correct / max(len(data), 1):.3%}")


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--model", default="gpt2-large")
    p.add_argument("--subject", default="anatomy")
    p.add_argument("--bs", type=int, default=8)
    p.add_argument("--device", default="cuda")
    main(p.parse_args())
