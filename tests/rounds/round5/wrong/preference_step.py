"""Direct preference optimisation (Rafailov et al. 2023), minimal trainer step.

The loss is -log sigmoid(beta * [log pi(y_w|x)/ref(y_w|x) - log pi(y_l|x)/ref(y_l|x)]).

# bug: log pi(y|x) is the mean of the completion's token log-probs although DPO needs their sum
"""
import torch
import torch.nn.functional as F


class PreferenceStep:
    def __init__(self, policy, reference, beta=0.1):
        self.policy = policy
        self.reference = reference.eval()
        self.beta = beta

    def _completion_logp(self, net, input_ids, attention_mask, labels):
        logits = net(input_ids=input_ids, attention_mask=attention_mask).logits[:, :-1].float()
        tgt = labels[:, 1:]
        live = tgt.ne(-100)
        tok = logits.log_softmax(-1).gather(2, tgt.clamp(min=0).unsqueeze(2)).squeeze(2)
        return (tok * live).sum(1) / live.sum(1).clamp(min=1)  # expect: SEQ401

    def _pair(self, net, batch):
        w = self._completion_logp(net, batch["w_ids"], batch["w_mask"], batch["w_labels"])
        l = self._completion_logp(net, batch["l_ids"], batch["l_mask"], batch["l_labels"])
        return w, l

    def __call__(self, batch):
        pw, pl = self._pair(self.policy, batch)
        with torch.no_grad():
            rw, rl = self._pair(self.reference, batch)
        margin = (pw - rw) - (pl - rl)  # expect-near: SEQ401
        loss = -F.logsigmoid(self.beta * margin).mean()  # expect-near: SEQ401
        stats = {"acc": (margin > 0).float().mean().item(), "margin": margin.mean().item()}
        return loss, stats
