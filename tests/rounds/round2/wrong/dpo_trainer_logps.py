"""Log-probabilities for plain DPO (Rafailov et al.).

# bug: log pi(y|x) is the mean over the response's tokens, DPO's loss needs the sum
"""
import torch
from transformers import Trainer


class DPOTrainer(Trainer):
    beta = 0.1

    def log_pi(self, model, ids, attn, resp):
        """log pi(y | x): log-probability of the whole response under the model."""
        z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
        tok = z.log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
        m = resp[:, 1:].to(tok.dtype)
        return (tok * m).sum(-1) / m.sum(-1).clamp(min=1)  # expect: SEQ401

    def compute_loss(self, model, inputs, return_outputs=False, **kw):
        sides = []
        for side in ("chosen", "rejected"):
            args = [inputs[f"{side}_{k}"] for k in ("ids", "attn", "resp")]
            pi = self.log_pi(model, *args)  # expect-near: SEQ401
            sides.append(pi - inputs[f"{side}_ref_logp"])
        return -torch.nn.functional.logsigmoid(self.beta * (sides[0] - sides[1])).mean()
