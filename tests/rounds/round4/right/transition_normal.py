"""Confidence of greedy answers from transition scores."""
import torch


class GreedyAnswer:
    def __init__(self, model, tokenizer):
        self.m, self.t = model, tokenizer

    @torch.inference_mode()
    def ask(self, text):
        enc = self.t(text, return_tensors="pt")
        g = self.m.generate(
            **enc, do_sample=False, max_new_tokens=24, output_scores=True, return_dict_in_generate=True
        )
        lps = self.m.compute_transition_scores(g.sequences, g.scores, normalize_logits=True)
        return self.t.decode(g.sequences[0, enc.input_ids.shape[1]:]), lps[0].sum().item()

    @torch.inference_mode()
    def beams(self, text, k=4):
        enc = self.t(text, return_tensors="pt")
        g = self.m.generate(
            **enc, num_beams=k, max_new_tokens=24, output_scores=True, return_dict_in_generate=True
        )
        return self.m.compute_transition_scores(g.sequences, g.scores, g.beam_indices)
