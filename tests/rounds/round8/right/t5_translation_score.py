"""Sum log-prob of a reference translation under a T5 model (decoder inputs are shifted by the model)."""
import torch


class TranslationScorer:
    def __init__(self, tk, t5):
        self.tk, self.t5 = tk, t5.eval()

    @torch.no_grad()
    def __call__(self, sources, references):
        src = self.tk(sources, padding=True, return_tensors="pt")
        ref = self.tk(text_target=references, padding=True, return_tensors="pt")
        live = ref.attention_mask.bool()
        labels = ref.input_ids.masked_fill(~live, -100)
        z = self.t5(**src, labels=labels).logits.float()
        lp = z.log_softmax(-1).gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        return lp.masked_fill(~live, 0.0).sum(-1)
