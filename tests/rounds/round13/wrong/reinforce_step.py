"""One REINFORCE update with a per-sequence log-probability under the sampling distribution.

# bug: the log-probabilities are divided by the temperature and not normalised again.
# bug: the masked sum runs over the whole batch, so every sequence gets the same value.
"""
import torch


def completion_logps(policy, seqs, attn, n_prompt, temp):
    """Log-probability of every row's completion at temperature `temp`, shape (batch,).

    Rows are right-padded; n_prompt holds the prompt length of each row.
    """
    out = policy(input_ids=seqs, attention_mask=attn).logits[:, :-1].float()
    lp = torch.log_softmax(out, dim=-1)
    lp = lp / temp  # expect: SEQ109
    tok = lp.gather(2, seqs[:, 1:].unsqueeze(2)).squeeze(2)
    pos = torch.arange(1, seqs.size(1), device=seqs.device)
    keep = (pos[None, :] >= n_prompt[:, None]) & attn[:, 1:].bool()
    return tok.masked_fill(~keep, 0.0).sum()  # expect: SEQ408


class Learner:
    def __init__(self, policy, lr=1e-6, temp=0.8):
        self.policy = policy
        self.temp = temp
        self.opt = torch.optim.AdamW(policy.parameters(), lr=lr)
        self.baseline = 0.0

    def step(self, batch, rewards):
        adv = rewards - self.baseline
        self.baseline = 0.95 * self.baseline + 0.05 * rewards.mean().item()
        lp = completion_logps(
            self.policy,
            batch["seqs"],
            batch["attn"],
            batch["n_prompt"],
            self.temp,
        )
        loss = -(adv * lp).mean()
        self.opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.policy.parameters(), 1.0)
        self.opt.step()
        return loss.item()
