"""Confidence of greedy answers: geometric mean of the token probabilities."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Greedy:
    def __init__(self, ckpt):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    @torch.inference_mode()
    def __call__(self, question):
        enc = self.tk(question, return_tensors="pt")
        g = self.net.generate(**enc, do_sample=False, num_beams=1, max_new_tokens=64,
                              output_scores=True, return_dict_in_generate=True)
        lps = self.net.compute_transition_scores(g.sequences, g.scores, normalize_logits=True)[0]
        n = lps.numel()
        text = self.tk.decode(g.sequences[0, -n:], skip_special_tokens=True)
        return text, torch.exp(lps.sum() / n).item()
