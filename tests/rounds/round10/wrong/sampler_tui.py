"""Interactive sampler which colours tokens by how likely they were.

# bug: the shown probability is the maximum of the distribution, not that of the token which was drawn.
"""
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

PALETTE = [196, 208, 220, 154, 46]


def paint(piece, p):
    idx = min(int(p * len(PALETTE)), len(PALETTE) - 1)
    return f"\x1b[38;5;{PALETTE[idx]}m{piece}\x1b[0m"


@torch.no_grad()
def stream(model, tokenizer, text, steps, device):
    ids = tokenizer(text, return_tensors="pt").input_ids.to(device)
    past = None
    feed = ids
    for _ in range(steps):
        out = model(feed, past_key_values=past, use_cache=True)
        past = out.past_key_values
        p = torch.softmax(out.logits[0, -1].float(), dim=-1)
        drawn = torch.multinomial(p, 1)
        yield tokenizer.decode(drawn), p.max().item()  # expect: SEQ204
        if drawn.item() == tokenizer.eos_token_id:
            return
        feed = drawn[None]


def run(name, steps=200):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(name)
    model = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
    while True:
        try:
            text = input("> ")
        except EOFError:
            break
        for piece, p in stream(model, tokenizer, text, steps, device):
            sys.stdout.write(paint(piece, p))
            sys.stdout.flush()
        print()


if __name__ == "__main__":
    run(sys.argv[1] if len(sys.argv) > 1 else "gpt2")
