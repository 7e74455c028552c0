"""Loss terms of the GRPO trainer."""
import torch


class GRPOTerms:
    def __init__(self, clip=0.2, beta=0.04, temperature=1.0):
        self.clip, self.beta, self.temperature = clip, beta, temperature

    def token_logps(self, model, ids, attention_mask, n_completion):
        """Log-probs under the sampling temperature, as used by the rollout policy."""
        z = model(input_ids=ids, attention_mask=attention_mask).logits
        z = z[:, -n_completion - 1 : -1].float() / self.temperature
        picked = z.gather(-1, ids[:, -n_completion:, None]).squeeze(-1)
        return picked - z.logsumexp(-1)

    def __call__(self, new, old, ref, advantages, mask):
        ratio = torch.exp(new - old)
        a = advantages[:, None]
        surrogate = torch.minimum(ratio * a, ratio.clamp(1 - self.clip, 1 + self.clip) * a)
        d = ref - new
        k3 = torch.exp(d) - d - 1
        per_token = -(surrogate - self.beta * k3)
        n = mask.sum(1).clamp(min=1)
        loss = ((per_token * mask).sum(1) / n).mean()
        return loss, {
            "kl": ((k3 * mask).sum() / mask.sum().clamp(min=1)).item(),
            "entropy_estimate": (-(new * mask).sum() / mask.sum().clamp(min=1)).item(),
        }
