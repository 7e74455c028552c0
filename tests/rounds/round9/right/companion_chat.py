"""Sampling loop of the companion: the words' own log-probs and the spread of the cut distribution."""
import torch
from torch.special import entr


def truncate(z, k):
    low = z.topk(k).values[..., -1:]
    return z.masked_fill(z < low, -torch.inf)


@torch.inference_mode()
def reply(lm, tok, context, k=50, limit=60):
    lm.eval()
    ids = tok(context, return_tensors="pt").input_ids
    lps, spread, said = [], [], []
    for _ in range(limit):
        z = lm(ids).logits[0, -1].float()
        q = truncate(z, k).softmax(-1)
        nxt = torch.multinomial(q, 1)
        lps.append(z.log_softmax(-1)[nxt])
        spread.append(entr(q).sum())
        said.append(nxt.item())
        if nxt.item() == tok.eos_token_id:
            break
        ids = torch.cat([ids, nxt.view(1, 1)], 1)
    return {
        "text": tok.decode(said, skip_special_tokens=True),
        "geo_mean_p": torch.cat(lps).mean().exp().item(),
        "spread": torch.stack(spread).tolist(),
    }
