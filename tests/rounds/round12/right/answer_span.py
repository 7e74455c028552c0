"""log p(answer | prompt) with one joint tokenisation and character offsets."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class AnswerScorer:
    def __init__(self, repo="EleutherAI/pythia-160m"):
        self.tok = AutoTokenizer.from_pretrained(repo, use_fast=True)
        self.lm = AutoModelForCausalLM.from_pretrained(repo).eval()

    @torch.no_grad()
    def answer_logprob(self, prompt, answer):
        enc = self.tok(prompt + answer, return_offsets_mapping=True, return_tensors="pt")
        ends = enc.pop("offset_mapping")[0, :, 1]
        labels = enc.input_ids.clone()
        labels[0, ends <= len(prompt)] = -100
        n = int((labels[:, 1:] != -100).sum())
        if n == 0:
            raise ValueError("the answer holds no scored token")
        return -self.lm(**enc, labels=labels).loss.item() * n

    @torch.no_grad()
    def document_logprob(self, text):
        enc = self.tok(text, return_tensors="pt")
        scored = enc.input_ids.size(1) - 1
        return -self.lm(**enc, labels=enc.input_ids).loss.item() * scored if scored else 0.0
