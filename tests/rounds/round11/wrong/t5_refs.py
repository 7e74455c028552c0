"""Log-likelihood of reference summaries with a T5 model, batched.

# bug: the padded source batch is encoded without its attention mask
"""
import torch
import torch.nn.functional as F
from transformers import T5ForConditionalGeneration, T5TokenizerFast


class ReferenceScorer:
    def __init__(self, name="t5-base", device="cuda"):
        self.tk = T5TokenizerFast.from_pretrained(name)
        self.model = T5ForConditionalGeneration.from_pretrained(name).to(device).eval()
        self.dev = device

    @torch.inference_mode()
    def score(self, documents, summaries):
        src = self.tk(["summarize: " + d for d in documents], padding="longest", truncation=True,
                      max_length=512, return_tensors="pt").to(self.dev)
        ref = self.tk(text_target=summaries, padding="longest", return_tensors="pt").to(self.dev)
        labels = ref.input_ids.masked_fill(ref.attention_mask == 0, -100)
        z = self.model(input_ids=src.input_ids, labels=labels).logits  # expect: SEQ314
        nll = F.cross_entropy(z.permute(0, 2, 1), labels, reduction="none")
        return (-nll.sum(1)).tolist()
