"""Sequence log-probabilities of beam-search translations, from transition scores."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


@torch.no_grad()
def translate(model, tok, sentence, beams=5):
    enc = tok(sentence, return_tensors="pt")
    out = model.generate(
        **enc,
        num_beams=beams,
        num_return_sequences=beams,
        do_sample=False,
        max_new_tokens=100,
        output_scores=True,
        return_dict_in_generate=True,
    )
    steps = model.compute_transition_scores(out.sequences, out.scores, out.beam_indices)
    steps = steps.masked_fill(out.beam_indices[:, : steps.shape[1]] < 0, 0.0)
    texts = tok.batch_decode(out.sequences, skip_special_tokens=True)
    return sorted(zip(texts, steps.sum(1).tolist()), key=lambda p: -p[1])


if __name__ == "__main__":
    name = "Helsinki-NLP/opus-mt-en-fr"
    for text, lp in translate(AutoModelForSeq2SeqLM.from_pretrained(name), AutoTokenizer.from_pretrained(name), "It is late."):
        print(f"{lp:8.3f}  {text}")
