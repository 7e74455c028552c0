"""Cache of behaviour log-probs for the rollouts.
# bug: normalised log-probabilities are divided by the sampling temperature and used as log-probs at that temperature.
"""
import torch
from torch.nn.functional import log_softmax


class RolloutCache(dict):
    def __init__(self, policy, sampling_temperature=0.8):
        super().__init__()
        self.policy = policy
        self.tau = sampling_temperature

    @torch.no_grad()
    def put(self, key, ids, attention_mask):
        z = self.policy(ids, attention_mask=attention_mask).logits.float()
        lp = log_softmax(z[:, :-1], dim=2)
        lp = lp.gather(2, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        lp /= self.tau  # expect: SEQ109
        self[key] = lp.masked_fill(attention_mask[:, 1:] == 0, 0.0)

    def ratio(self, key, new):
        return (new - self[key]).exp()
