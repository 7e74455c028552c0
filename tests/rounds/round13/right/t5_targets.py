"""How likely does a T5 find given summaries? Encoder-decoder, so decoder outputs stand beside their labels."""
import torch
from torch.nn import CrossEntropyLoss
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class SummaryScorer:
    def __init__(self, name="t5-small", batch=8):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForSeq2SeqLM.from_pretrained(name).eval()
        self.batch = batch
        self.cost = CrossEntropyLoss(reduction="none")

    @torch.no_grad()
    def _chunk(self, sources, targets):
        src = self.tok(sources, padding=True, truncation=True, return_tensors="pt")
        tgt = self.tok(text_target=targets, padding=True, return_tensors="pt")
        labels = tgt["input_ids"].masked_fill(tgt["attention_mask"] == 0, -100)
        z = self.model(**src, labels=labels).logits.float()
        each = self.cost(z.flatten(0, 1), labels.flatten()).view_as(labels)
        return -each.sum(dim=1)

    def logprobs(self, sources, targets):
        """log p(target | source), EOS included."""
        out = []
        for i in range(0, len(sources), self.batch):
            part = slice(i, i + self.batch)
            out.extend(self._chunk(sources[part], targets[part]).tolist())
        return out
