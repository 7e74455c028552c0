"""Log-probability of summaries (greedy or beam) for an audit table."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class Auditor:
    def __init__(self, ckpt="models/flan-t5-notes"):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.s2s = AutoModelForSeq2SeqLM.from_pretrained(ckpt).eval()

    def summarise(self, doc):
        enc = self.tk(doc, truncation=True, max_length=512, return_tensors="pt")
        out = self.s2s.generate(**enc, num_beams=1, do_sample=False, max_new_tokens=96,
                                output_scores=True, return_dict_in_generate=True)
        ts = self.s2s.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
        return self.tk.decode(out.sequences[0], skip_special_tokens=True), float(ts[0].sum())

    def beams(self, doc, width=4):
        enc = self.tk(doc, truncation=True, max_length=512, return_tensors="pt")
        out = self.s2s.generate(**enc, num_beams=width, do_sample=False, max_new_tokens=96,
                                output_scores=True, return_dict_in_generate=True)
        ts = self.s2s.compute_transition_scores(out.sequences, out.scores, out.beam_indices)
        live = out.beam_indices[:, : ts.shape[1]] >= 0
        return float(torch.where(live, ts, 0.0)[0].sum())
