"""Summed reply log-probabilities (EOS included) for the preference data card."""
import torch
from transformers import AutoTokenizer

tok = AutoTokenizer.from_pretrained("mistralai/Mistral-7B-v0.3")
tok.pad_token = tok.eos_token


def pack(rows):
    """Right-padded ids, attention mask and a mask of reply tokens."""
    width = max(len(r["prompt"]) + len(r["reply"]) for r in rows)
    ids = torch.full((len(rows), width), tok.pad_token_id)
    attn = torch.zeros(len(rows), width, dtype=torch.long)
    reply = torch.zeros(len(rows), width, dtype=torch.bool)
    for i, r in enumerate(rows):
        a, b = len(r["prompt"]), len(r["prompt"]) + len(r["reply"])
        ids[i, :b] = torch.tensor(r["prompt"] + r["reply"])
        attn[i, :b] = 1
        reply[i, a:b] = True
    return ids, attn, reply


@torch.no_grad()
def reply_sums(policy, rows):
    ids, attn, reply = pack(rows)
    logits = policy(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    logits = logits.log_softmax(-1)
    logits = logits.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return torch.where(reply[:, 1:], logits, 0.0).sum(-1)
