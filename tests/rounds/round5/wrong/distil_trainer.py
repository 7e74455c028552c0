"""Trainer that adds a distillation term to the usual language-modelling loss.

# bug: the teacher's log-probabilities are handed to kl_div without saying that the target is in log space
"""
import torch
import torch.nn.functional as F
from transformers import Trainer


class DistilTrainer(Trainer):
    def __init__(self, *args, teacher=None, tau=2.0, mix=0.5, **kwargs):
        super().__init__(*args, **kwargs)
        self.teacher = teacher.eval().requires_grad_(False)
        self.tau = tau
        self.mix = mix

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        out = model(**inputs)
        with torch.no_grad():
            guide = self.teacher(
                input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"]
            ).logits
        keep = inputs["labels"][:, 1:] != -100
        s = F.log_softmax(out.logits[:, :-1][keep].float() / self.tau, dim=-1)
        t = F.log_softmax(guide[:, :-1][keep].float() / self.tau, dim=-1)
        soft = F.kl_div(s, t, reduction="batchmean") * self.tau**2  # expect: SEQ114
        loss = self.mix * out.loss + (1.0 - self.mix) * soft
        return (loss, out) if return_outputs else loss
