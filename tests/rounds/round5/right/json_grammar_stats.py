"""Log-probs and entropy of grammar-constrained rollouts under the constrained (behaviour) policy."""
import torch


def constrained(z, allowed):
    return z.float().masked_fill(~allowed, float("-inf")).log_softmax(-1)


def summarise(model, batch):
    n = batch["out_ids"].shape[1]
    with torch.no_grad():
        z = model(input_ids=batch["ids"], attention_mask=batch["att"]).logits[:, -n - 1:-1]
    lp = constrained(z, batch["allowed"])
    live = batch["out_mask"].bool()
    tok = torch.take_along_dim(lp, batch["out_ids"].unsqueeze(-1), dim=-1).squeeze(-1)
    logp = torch.where(live, tok, torch.zeros_like(tok)).sum(-1)
    h = torch.special.entr(lp.exp()).sum(-1)
    return {"behaviour_logp": logp, "mean_entropy": h[live].mean() if live.any() else h.new_zeros(())}
