"""Beam-search translations with their token log-probs."""
import torch
from transformers import MarianMTModel, MarianTokenizer


class Translator:
    def __init__(self, pair="en-de", beams=5):
        repo = f"Helsinki-NLP/opus-mt-{pair}"
        self.tok = MarianTokenizer.from_pretrained(repo)
        self.mt = MarianMTModel.from_pretrained(repo).eval()
        self.beams = beams

    @torch.no_grad()
    def nbest(self, sentence):
        """(translation, summed log-prob, log-prob per token), best beam first."""
        enc = self.tok(sentence, return_tensors="pt")
        out = self.mt.generate(**enc, num_beams=self.beams, num_return_sequences=self.beams,
                               do_sample=False, output_scores=True, return_dict_in_generate=True)
        steps = self.mt.compute_transition_scores(out.sequences, out.scores, out.beam_indices)
        real = steps < 0
        total = steps.masked_fill(~real, 0.0).sum(dim=1)
        per_token = total / real.sum(dim=1).clamp(min=1)
        texts = self.tok.batch_decode(out.sequences, skip_special_tokens=True)
        return list(zip(texts, total.tolist(), per_token.tolist()))
