"""Word-level distillation with a temperature."""
import torch
import torch.nn.functional as F
from transformers import Trainer


class KDTrainer(Trainer):
    def __init__(self, *a, teacher=None, tau=2.0, **kw):
        super().__init__(*a, **kw)
        self.teacher = teacher.eval()
        self.tau = tau

    def compute_loss(self, model, inputs, return_outputs=False, **_):
        out = model(**inputs)
        with torch.no_grad():
            ref = self.teacher(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
        on = inputs["labels"][:, 1:] != -100
        s = F.log_softmax(out.logits[:, :-1][on].float() / self.tau, dim=-1)
        t = F.log_softmax(ref.logits[:, :-1][on].float() / self.tau, dim=-1)
        soft = F.kl_div(s, t, log_target=True, reduction="batchmean") * self.tau ** 2
        loss = 0.5 * out.loss + 0.5 * soft
        return (loss, out) if return_outputs else loss
