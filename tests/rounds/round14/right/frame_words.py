"""Next-word probabilities for sentence frames, one CSV row per pair."""
import csv
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CHECKPOINT = "EleutherAI/pythia-410m"


class Frames:
    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained(CHECKPOINT)
        self.lm = AutoModelForCausalLM.from_pretrained(CHECKPOINT)
        self.lm.eval()
        self.limit = self.lm.config.max_position_embeddings

    @torch.inference_mode()
    def probability(self, frame, word_id):
        enc = self.tok(frame, return_tensors="pt", truncation=True, max_length=self.limit)
        last = self.lm(**enc).logits[0, -1].float()
        return torch.exp(last[word_id] - torch.logsumexp(last, dim=0)).item()


if __name__ == "__main__":
    scorer = Frames()
    sink = csv.writer(sys.stdout)
    for frame, word_id in csv.reader(sys.stdin):
        sink.writerow((frame, word_id, scorer.probability(frame, int(word_id))))
