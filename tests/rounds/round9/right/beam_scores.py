"""Beam search translations with their model scores."""
import torch
from transformers import MarianMTModel, MarianTokenizer


class BeamTranslator:
    def __init__(self, name="Helsinki-NLP/opus-mt-en-de", beams=4):
        self.tok = MarianTokenizer.from_pretrained(name)
        self.net = MarianMTModel.from_pretrained(name).eval()
        self.beams = beams

    @torch.no_grad()
    def translate(self, sentence):
        """Hypotheses with the sum of their tokens' log-probabilities (beam scores are normalised already)."""
        enc = self.tok(sentence, return_tensors="pt")
        out = self.net.generate(
            **enc, num_beams=self.beams, num_return_sequences=self.beams, do_sample=False,
            output_scores=True, return_dict_in_generate=True, max_new_tokens=128,
        )
        steps = self.net.compute_transition_scores(out.sequences, out.scores, out.beam_indices)
        totals = steps.sum(dim=1)
        texts = self.tok.batch_decode(out.sequences, skip_special_tokens=True)
        return sorted(zip(totals.tolist(), texts), reverse=True)


if __name__ == "__main__":
    for s, t in BeamTranslator().translate("The committee postponed its decision."):
        print(f"{s:8.3f}  {t}")
