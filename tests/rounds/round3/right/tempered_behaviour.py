"""Log-probabilities at the sampling temperature, for an importance ratio."""
import torch


@torch.no_grad()
def behaviour_logprobs(model, batch, temperature: float):
    out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    scaled = out.logits[:, :-1].float() / temperature
    lp = torch.log_softmax(scaled, dim=-1)
    lp = lp.gather(-1, batch["input_ids"][:, 1:].unsqueeze(-1)).squeeze(-1)
    return lp * batch["response_mask"][:, 1:]


def ratio(new_lp, old_lp, mask, clip=0.2):
    """Token-level PPO ratio."""
    r = torch.exp(new_lp - old_lp)
    kept = torch.clamp(r, 1 - clip, 1 + clip)
    return torch.where(mask.bool(), torch.minimum(r, kept), torch.ones_like(r))
