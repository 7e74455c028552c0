"""Loss of the logit-distillation trainer.

# bug: kl_div gets student probabilities where log-probabilities belong, and the ignore labels of the caller's batch are overwritten through a view.
"""
import torch
import torch.nn.functional as F


class DistillationLoss:
    def __init__(self, teacher, temperature=2.0, alpha=0.5, ignore_index=-100):
        self.teacher = teacher.eval()
        self.t = temperature
        self.alpha = alpha
        self.ignore_index = ignore_index

    def __call__(self, student, batch):
        inputs = {"input_ids": batch["input_ids"], "attention_mask": batch["attention_mask"]}
        s = student(**inputs).logits[:, :-1].float()
        with torch.no_grad():
            t = self.teacher(**inputs).logits[:, :-1].float()

        targets = batch["labels"][:, 1:]
        valid = targets != self.ignore_index
        targets[~valid] = 0  # expect: SEQ308
        count = valid.sum().clamp(min=1)

        token_nll = -s.log_softmax(-1).gather(-1, targets.unsqueeze(-1)).squeeze(-1)
        hard = (token_nll * valid).sum() / count

        soft = F.kl_div(  # expect: SEQ114
            (s / self.t).softmax(-1),
            (t / self.t).softmax(-1),
            reduction="none",
        ).sum(-1)
        soft = (soft * valid).sum() / count * self.t**2
        return self.alpha * hard + (1 - self.alpha) * soft
