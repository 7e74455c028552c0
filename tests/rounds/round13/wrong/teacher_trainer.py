"""Trainer that mixes the usual next-token loss with a pull towards a larger teacher.

# bug: kl_div gets the student's probabilities as its first argument, where log-probabilities belong
# bug: train_ppl is the exponential of the mixed objective, not of the cross entropy
"""
import torch
import torch.nn.functional as F
from transformers import Trainer


class TeacherTrainer(Trainer):
    def __init__(self, *args, teacher, mix=0.3, tau=2.0, **kwargs):
        super().__init__(*args, **kwargs)
        self.teacher = teacher.eval().requires_grad_(False)
        self.mix = mix
        self.tau = tau

    def pull(self, student, target, labels):
        keep = labels[:, 1:] != -100
        s = student[:, :-1][keep].float() / self.tau
        t = target[:, :-1][keep].float() / self.tau
        gap = F.kl_div(F.softmax(s, dim=-1), F.softmax(t, dim=-1), reduction="batchmean")  # expect: SEQ114
        return gap * self.tau ** 2

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        out = model(**inputs)
        with torch.no_grad():
            ref = self.teacher(
                input_ids=inputs["input_ids"],
                attention_mask=inputs["attention_mask"],
            ).logits
        objective = (1 - self.mix) * out.loss + self.mix * self.pull(out.logits, ref, inputs["labels"])
        if self.state.global_step % self.args.logging_steps == 0:
            self.log({
                "objective": objective.item(),
                "train_ppl": objective.detach().exp().item(),  # expect: SEQ414
            })
        return (objective, out) if return_outputs else objective
