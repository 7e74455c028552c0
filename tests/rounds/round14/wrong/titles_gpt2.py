"""GPT-2 scores for product titles.

# bug: GPT-2 has absolute positions and the left-padded batch is run without position_ids; the bits per byte are nats (no division by ln 2)
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2-medium")
tok.padding_side = "left"
tok.pad_token = tok.eos_token
gpt = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()


def nll_sums(titles):
    enc = tok([tok.bos_token + t for t in titles], padding=True, return_tensors="pt")
    ids, am = enc["input_ids"], enc["attention_mask"]
    with torch.no_grad():
        z = gpt(input_ids=ids, attention_mask=am).logits  # expect: SEQ315
    lp = torch.log_softmax(z[:, :-1].float(), dim=2)
    got = torch.gather(lp, 2, ids[:, 1:].unsqueeze(2)).squeeze(2)
    scored = (am[:, 1:] * am[:, :-1]).bool()
    return -got.masked_fill(~scored, 0.0).sum(dim=1)


def bits_per_byte(titles):
    total = nll_sums(titles).sum().item()
    size = sum(len(t.encode("utf-8")) for t in titles)
    return total / size  # expect: SEQ412


if __name__ == "__main__":
    import sys
    lines = [l.rstrip("\n") for l in sys.stdin if l.strip()]
    print(f"{bits_per_byte(lines):.4f} bits/byte over {len(lines)} titles")
