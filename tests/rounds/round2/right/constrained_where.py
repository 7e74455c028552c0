"""Grammar-constrained log-probability; -inf at ignored positions is replaced, not multiplied."""
import torch


@torch.no_grad()
def constrained_logprob(lm, ids, attn, span, allowed):
    z = lm(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    inside = span[:, 1:].bool()
    z = torch.where(allowed[:, 1:] | ~inside.unsqueeze(-1), z, float("-inf"))
    tok = z.log_softmax(-1).gather(2, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return torch.where(inside, tok, 0.0).sum(dim=-1)


def most_likely_parse(lm, parses):
    """Each parse is a batch of one: (ids, attn, span, allowed)."""
    return max(range(len(parses)), key=lambda k: constrained_logprob(lm, *parses[k]).item())
