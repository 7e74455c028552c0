"""Zero-shot labels of any number of tokens, scored under one prompt."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LABELS = ["world politics", "sports", "business and finance", "science and technology"]


class LabelScorer:
    def __init__(self, checkpoint="EleutherAI/pythia-410m"):
        self.tok = AutoTokenizer.from_pretrained(checkpoint)
        self.lm = AutoModelForCausalLM.from_pretrained(checkpoint).eval()

    @torch.inference_mode()
    def label_logprob(self, prompt, label):
        """log p(label | prompt); a token that straddles the join belongs to the label."""
        enc = self.tok(prompt + " " + label, return_tensors="pt", return_offsets_mapping=True)
        ends = enc.pop("offset_mapping")[0, :, 1]
        first = int((ends > len(prompt)).nonzero()[0, 0])
        lp = self.lm(**enc).logits[0, first - 1:-1].float().log_softmax(-1)
        y = enc["input_ids"][0, first:]
        return lp[torch.arange(len(y)), y].sum()

    def distribution(self, prompt):
        """Relative probabilities of the labels (they sum to 1 over LABELS)."""
        lls = torch.stack([self.label_logprob(prompt, lab) for lab in LABELS])
        return dict(zip(LABELS, torch.softmax(lls, dim=0).tolist()))

    def predict(self, prompt):
        dist = self.distribution(prompt)
        return max(dist, key=dist.get)
