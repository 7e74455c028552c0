"""P(yes | yes or no) for a batch of right-padded prompts."""
import torch


def last_real(mask):
    """Index of the last 1 in every row, for either padding side."""
    pos = torch.arange(mask.size(1), device=mask.device)
    return (pos * mask).argmax(dim=1)


@torch.no_grad()
def p_yes(lm, tok, prompts, yes_id, no_id):
    lm.eval()
    tok.padding_side = "right"
    b = tok(prompts, padding=True, return_tensors="pt").to(lm.device)
    z = lm(**b).logits
    at = last_real(b.attention_mask)
    z = z[torch.arange(len(prompts), device=z.device), at].float()
    return (z[:, yes_id] - z[:, no_id]).sigmoid().tolist()
