"""Labels with -100: clamp before indexing, mask before the sum."""
import torch


@torch.no_grad()
def answer_logprobs(lm, input_ids, attention_mask, labels):
    z = lm(input_ids=input_ids, attention_mask=attention_mask).logits[:, :-1].float()
    y = labels[:, 1:]
    keep = y >= 0
    safe = torch.where(keep, y, torch.zeros_like(y))
    lp = z.log_softmax(-1).gather(-1, safe.unsqueeze(-1)).squeeze(-1)
    return lp.masked_fill(~keep, 0.0).sum(dim=1)
