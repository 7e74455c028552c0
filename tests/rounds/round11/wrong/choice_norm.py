"""Length-normalised multiple choice for HellaSwag-like sets.

# bug: the masked token scores are averaged over the padded width instead of over each ending's own tokens
"""
import torch


def pack(rows, fill):
    width = max(len(r) for r in rows)
    ids = torch.full((len(rows), width), fill)
    att = torch.zeros(len(rows), width, dtype=torch.long)
    for k, r in enumerate(rows):
        ids[k, :len(r)] = torch.tensor(r)
        att[k, :len(r)] = 1
    return ids, att


@torch.no_grad()
def pick_ending(lm, context, endings, fill=0):
    """context and endings are lists of token ids; compares the mean log-prob per ending token."""
    ids, att = pack([context + e for e in endings], fill)
    logits = lm(input_ids=ids, attention_mask=att).logits[:, :-1].float()
    tok_lp = logits.log_softmax(-1).gather(-1, ids[:, 1:, None])[..., 0]
    inside = att[:, 1:].clone()
    inside[:, :len(context) - 1] = 0
    per_ending = (tok_lp * inside).mean(dim=-1)  # expect: SEQ303
    return int(per_ending.argmax())
