"""Grade short answers by log p(reference | question, student) with T5; decoder labels need no shift."""
import torch
import torch.nn.functional as F
from transformers import AutoTokenizer, T5ForConditionalGeneration


class T5Grader:
    def __init__(self, name="google/flan-t5-base"):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.t5 = T5ForConditionalGeneration.from_pretrained(name).eval()

    @torch.no_grad()
    def score(self, questions, references):
        src = self.tk(questions, padding=True, return_tensors="pt")
        tgt = self.tk(text_target=references, padding=True, return_tensors="pt")
        labels = tgt.input_ids.masked_fill(tgt.attention_mask == 0, -100)
        z = self.t5(**src, labels=labels).logits
        nll = F.cross_entropy(z.float().permute(0, 2, 1), labels, reduction="none")
        return (-nll.sum(dim=1)).tolist()
