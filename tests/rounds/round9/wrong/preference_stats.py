"""Log-probability statistics of chosen and rejected replies for the data card.

# bug: pad and EOS share an id, so dropping targets equal to pad_token_id also drops each reply's real EOS
"""
import torch
from torch.utils.data import DataLoader
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("mistralai/Mistral-7B-v0.3")
tokenizer.pad_token = tokenizer.eos_token


def collate(rows):
    """rows: dicts with token lists ``prompt`` and ``reply``; ``reply`` ends with EOS."""
    width = max(len(r["prompt"]) + len(r["reply"]) for r in rows)
    ids = torch.full((len(rows), width), tokenizer.pad_token_id)
    attn = torch.zeros_like(ids)
    for i, r in enumerate(rows):
        full = r["prompt"] + r["reply"]
        ids[i, : len(full)] = torch.tensor(full)
        attn[i, : len(full)] = 1
    starts = torch.tensor([len(r["prompt"]) for r in rows])
    return ids, attn, starts


@torch.no_grad()
def reply_logprobs(policy, rows, bs=4):
    """Summed log-probability of each reply, its EOS included."""
    sums = []
    for ids, attn, starts in DataLoader(rows, batch_size=bs, collate_fn=collate):
        z = policy(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
        nxt = ids[:, 1:]
        tok_lp = z.log_softmax(-1).gather(-1, nxt.unsqueeze(-1)).squeeze(-1)
        where = torch.arange(1, ids.size(1)).unsqueeze(0)
        keep = (where >= starts.unsqueeze(1)) & nxt.ne(tokenizer.pad_token_id)  # expect: SEQ304
        sums.append(tok_lp.masked_fill(~keep, 0.0).sum(-1))
    return torch.cat(sums)
