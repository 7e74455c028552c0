"""Generate translations with the model's own default length and report the beam scores."""
import torch
from transformers import MarianMTModel, MarianTokenizer


def translate(texts, name="Helsinki-NLP/opus-mt-de-en", beams=4):
    tk = MarianTokenizer.from_pretrained(name)
    mt = MarianMTModel.from_pretrained(name).eval()
    enc = tk(texts, padding=True, truncation=True, max_length=tk.model_max_length, return_tensors="pt")
    out = mt.generate(**enc, num_beams=beams, max_length=mt.config.max_length,
                      return_dict_in_generate=True, output_scores=True)
    hyps = tk.batch_decode(out.sequences, skip_special_tokens=True)
    return list(zip(hyps, out.sequences_scores.tolist()))


@torch.no_grad()
def forced_scores(mt, enc, labels):
    """Log-probability of each reference; labels are padded with -100 and aligned with the decoder's logits."""
    z = mt(**enc, labels=labels).logits.float()
    nll = torch.nn.functional.cross_entropy(z.permute(0, 2, 1), labels, reduction="none")
    return -nll.sum(dim=1)
