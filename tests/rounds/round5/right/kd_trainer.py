"""Knowledge distillation in a Trainer subclass (forward KL, both sides in log space)."""
import torch
from torch import nn
from transformers import Trainer


class KDTrainer(Trainer):
    def __init__(self, *a, teacher, temperature=2.0, alpha=0.7, **k):
        super().__init__(*a, **k)
        self.teacher = teacher
        self.teacher.eval()
        self.temperature, self.alpha = temperature, alpha
        self.kl = nn.KLDivLoss(reduction="batchmean", log_target=True)

    def compute_loss(self, model, inputs, return_outputs=False, **unused):
        out = model(**inputs)
        with torch.inference_mode():
            ref = self.teacher(**inputs).logits.float()
        on = inputs["labels"][:, 1:].ne(-100)
        T = self.temperature
        student = (out.logits[:, :-1].float() / T).log_softmax(-1)[on]
        teacher = (ref[:, :-1] / T).log_softmax(-1)[on]
        loss = self.alpha * T * T * self.kl(student, teacher) + (1 - self.alpha) * out.loss
        return (loss, out) if return_outputs else loss
