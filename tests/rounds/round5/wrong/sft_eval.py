"""Held-out negative log-likelihood of SFT documents (each ends with </s>).

# bug: padding is found by comparing with pad_token_id, which is the eos id, so the real end token is not scored; log_softmax runs on bfloat16 logits
"""
import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "runs/sft/last"

tok = AutoTokenizer.from_pretrained(CKPT, padding_side="right")
tok.pad_token = tok.eos_token
net = AutoModelForCausalLM.from_pretrained(CKPT, torch_dtype=torch.bfloat16, device_map="auto").eval()


def collate(rows):
    return tok([r + tok.eos_token for r in rows], return_tensors="pt", padding=True)


@torch.no_grad()
def document_nll(enc):
    enc = enc.to(net.device)
    out = net(**enc)
    tgt = enc["input_ids"][:, 1:]
    lp = torch.log_softmax(out.logits[:, :-1], dim=-1)  # expect: SEQ607
    lp = lp.gather(-1, tgt.unsqueeze(-1)).squeeze(-1)
    keep = tgt.ne(tok.pad_token_id)  # expect: SEQ304
    return -(lp * keep).sum(-1), keep.sum(-1)


def evaluate(texts, bs=8):
    nll, n = 0.0, 0
    for enc in DataLoader(texts, batch_size=bs, collate_fn=collate):
        a, b = document_nll(enc)
        nll += a.double().sum().item()
        n += b.sum().item()
    return nll / n


if __name__ == "__main__":
    lines = open("data/heldout.txt").read().splitlines()
    print("nats per token", evaluate(lines))
