"""Translation service helper: greedy output plus its log-probability.

# bug: compute_transition_scores is called without normalize_logits=True after greedy decoding, so raw scores are summed.
"""
from transformers import MarianMTModel, MarianTokenizer


class Translator:
    def __init__(self, pair="en-de"):
        name = f"Helsinki-NLP/opus-mt-{pair}"
        self.tok = MarianTokenizer.from_pretrained(name)
        self.net = MarianMTModel.from_pretrained(name).eval()

    def __call__(self, sentence):
        batch = self.tok([sentence], return_tensors="pt")
        gen = self.net.generate(
            **batch,
            num_beams=1,
            do_sample=False,
            max_new_tokens=128,
            output_scores=True,
            return_dict_in_generate=True,
        )
        steps = self.net.compute_transition_scores(gen.sequences, gen.scores)  # expect: SEQ111
        text = self.tok.decode(gen.sequences[0], skip_special_tokens=True)
        return text, float(steps[0].sum())  # expect-near: SEQ111


def route(translator, sentences, floor=-12.0):
    """Send doubtful translations to a human."""
    auto, manual = [], []
    for s in sentences:
        text, logp = translator(s)
        (auto if logp >= floor else manual).append((s, text))
    return auto, manual
