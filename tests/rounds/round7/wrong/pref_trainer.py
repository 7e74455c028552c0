"""Minimal preference trainer: the policy and the frozen reference score the same batch.

# bug: the shared labels are overwritten in place, so the reference pass (and the policy pass of the next epoch) sees another mask
"""
import torch
import torch.nn.functional as F


def response_logps(logits, labels):
    """Summed log-prob of the response tokens; -100 marks everything else."""
    tgt = labels[:, 1:]
    z = logits[:, :-1].float()
    scored = tgt.ne(-100)
    tgt.masked_fill_(~scored, 0)  # expect: SEQ308
    logp = z.log_softmax(dim=-1)
    return (logp.gather(2, tgt.unsqueeze(2)).squeeze(2) * scored).sum(dim=1)


class PreferenceTrainer:
    def __init__(self, policy, reference, beta=0.1):
        self.policy = policy
        self.reference = reference.eval()
        self.beta = beta

    def _pass(self, net, batch, side):
        out = net(input_ids=batch[f"{side}_ids"], attention_mask=batch[f"{side}_attn"])
        return response_logps(out.logits, batch[f"{side}_labels"])  # expect-near: SEQ308

    def step(self, batch):
        c = self._pass(self.policy, batch, "chosen")
        r = self._pass(self.policy, batch, "rejected")
        with torch.no_grad():
            rc = self._pass(self.reference, batch, "chosen")
            rr = self._pass(self.reference, batch, "rejected")
        margin = self.beta * ((c - r) - (rc - rr))
        return -F.logsigmoid(margin).mean()
