"""Summed completion log-probs and the DPO objective."""
import torch
from torch.nn.functional import logsigmoid


def completion_logp(net, ids, attn, comp):
    """comp is 1 on the completion's own tokens; the result has one entry per row."""
    logits = net(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    target = ids[:, 1:].unsqueeze(2)
    tok = logits.gather(2, target).squeeze(2) - logits.logsumexp(dim=2)
    return torch.where(comp[:, 1:].bool(), tok, tok.new_zeros(())).sum(dim=1)


class DPO(torch.nn.Module):
    def __init__(self, policy, frozen, beta=0.1):
        super().__init__()
        self.policy = policy
        self.frozen = frozen.eval().requires_grad_(False)
        self.beta = beta

    def forward(self, win, lose):
        ratio = []
        for side in (win, lose):
            pi = completion_logp(self.policy, *side)
            with torch.no_grad():
                ref = completion_logp(self.frozen, *side)
            ratio.append(pi - ref)
        logits = self.beta * (ratio[0] - ratio[1])
        return -logsigmoid(logits).mean()
