"""Left-padded GPT-2 scoring with explicit positions."""
import torch


@torch.no_grad()
def logprobs(model, tok, stories):
    model.eval()
    tok.padding_side = "left"
    enc = tok([tok.bos_token + s for s in stories], padding=True, return_tensors="pt")
    ids, am = enc["input_ids"], enc["attention_mask"]
    pos = (am.cumsum(1) - 1).clamp(min=0)
    z = model(input_ids=ids, attention_mask=am, position_ids=pos).logits[:, :-1].float()
    lp = z.log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    both = (am[:, 1:] * am[:, :-1]).bool()
    return torch.where(both, lp, torch.zeros_like(lp)).sum(-1)
