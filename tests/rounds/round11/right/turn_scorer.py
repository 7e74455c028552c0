"""Assistant-turn score on a rendered chat; the template holds all special tokens."""
import torch


@torch.no_grad()
def turn_score(lm, tok, history, turn):
    """Mean log-prob per token of the turn."""
    head = tok.apply_chat_template(history, tokenize=False, add_generation_prompt=True)
    enc = tok(head + turn, add_special_tokens=False, return_offsets_mapping=True, return_tensors="pt")
    ids = enc["input_ids"][0]
    n_head = int((enc["offset_mapping"][0, :, 0] < len(head)).sum())
    z = lm(ids[None]).logits[0, n_head - 1:-1].float()
    lp = z.log_softmax(-1).gather(1, ids[n_head:, None]).squeeze(1)
    return (lp.sum() / max(lp.numel(), 1)).item()
