"""CTranslate2 scores: multiplied back to sums of log-probs."""
import ctranslate2


class Scorer:
    def __init__(self, path, alpha=1.0):
        self.tr = ctranslate2.Translator(path)
        self.alpha = alpha

    def best(self, tokens, beam=5):
        r = self.tr.translate_batch(
            [tokens], beam_size=beam, num_hypotheses=beam, return_scores=True, length_penalty=self.alpha
        )[0]
        totals = [s * len(h) ** self.alpha for h, s in zip(r.hypotheses, r.scores)]
        i = max(range(len(totals)), key=totals.__getitem__)
        return r.hypotheses[i], totals[i]
