"""Trainer with a teacher: kept apart are the training objective and the perplexity that is logged."""
import torch
import torch.nn.functional as F
from transformers import Trainer


class SoftTargetTrainer(Trainer):
    weight = 0.3
    temp = 2.0

    def attach(self, teacher):
        self.teacher = teacher.eval().requires_grad_(False)
        return self

    def _divergence(self, own, other, labels):
        sel = labels[:, 1:].ne(-100)
        q = F.log_softmax(own[:, :-1][sel].float() / self.temp, dim=-1)
        p = F.log_softmax(other[:, :-1][sel].float() / self.temp, dim=-1)
        return F.kl_div(q, p, log_target=True, reduction="batchmean") * self.temp**2

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        out = model(**inputs)
        with torch.no_grad():
            other = self.teacher(
                input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"]
            ).logits
        kl = self._divergence(out.logits, other, inputs["labels"])
        total = (1 - self.weight) * out.loss + self.weight * kl
        if self.state.global_step % self.args.logging_steps == 0:
            plain = out.loss.detach()
            self.log({"kl": kl.item(), "objective": total.item(), "train_ppl": plain.exp().item()})
        return (total, out) if return_outputs else total
