"""Intent names scored by teacher forcing, one padded batch, per-name sums."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def intent_logps(lm, prompt_ids, intent_ids, fill):
    """prompt_ids: list; intent_ids: list of lists which start with the space-prefixed token."""
    width = max(map(len, intent_ids))
    full = torch.tensor([prompt_ids + i + [fill] * (width - len(i)) for i in intent_ids])
    att = torch.tensor([[1] * (len(prompt_ids) + len(i)) + [0] * (width - len(i)) for i in intent_ids])
    z = lm(input_ids=full, attention_mask=att).logits[:, len(prompt_ids) - 1:-1].float()
    gold = full[:, len(prompt_ids):].masked_fill(att[:, len(prompt_ids):] == 0, -100)
    nll = F.cross_entropy(z.transpose(1, 2), gold, reduction="none")
    return -nll.sum(dim=1)
