"""Greedy MT with token log-probs from compute_transition_scores."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


@torch.no_grad()
def translate(tk, net, src):
    enc = tk(src, return_tensors="pt")
    g = net.generate(**enc, num_beams=1, do_sample=False, max_new_tokens=100,
                     output_scores=True, return_dict_in_generate=True)
    ts = net.compute_transition_scores(g.sequences, g.scores, normalize_logits=True)
    return tk.decode(g.sequences[0], skip_special_tokens=True), ts[0].sum().item()


if __name__ == "__main__":
    name = "Helsinki-NLP/opus-mt-fr-en"
    print(translate(AutoTokenizer.from_pretrained(name), AutoModelForSeq2SeqLM.from_pretrained(name).eval(), "Bonjour."))
