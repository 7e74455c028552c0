"""Per-word-piece surprisal for a list of sentences, Qwen2.5, one padded batch at a time.

# bug: the left-padded batch goes through the model without its attention_mask.
# bug: tokens whose id is 0 (a real "!" in this vocabulary) are dropped as if they were padding.
"""
import csv
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "Qwen/Qwen2.5-0.5B"
tok = AutoTokenizer.from_pretrained(CKPT, padding_side="left")
net = AutoModelForCausalLM.from_pretrained(CKPT, torch_dtype=torch.float32).eval()


@torch.no_grad()
def surprisals(sentences):
    enc = tok(sentences, padding=True, return_tensors="pt")
    z = net(enc["input_ids"]).logits  # expect: SEQ314
    lp = z[:, :-1].log_softmax(-1)
    nxt = enc["input_ids"][:, 1:]
    picked = lp.gather(-1, nxt.unsqueeze(-1)).squeeze(-1)
    real = (enc["attention_mask"][:, 1:] * enc["attention_mask"][:, :-1])
    for ids_row, lp_row, m_row in zip(nxt * real, picked, real):
        pairs = zip(ids_row.tolist(), lp_row.tolist())
        yield [(tok.decode([t]), -v) for t, v in pairs if t]  # expect: SEQ317


def main(path):
    with open(path) as fh:
        sents = [s.strip() for s in fh if s.strip()]
    out = csv.writer(sys.stdout)
    for k in range(0, len(sents), 32):
        for pieces in surprisals(sents[k:k + 32]):
            for piece, s in pieces:
                out.writerow([piece, f"{s:.4f}"])


main(sys.argv[1])
