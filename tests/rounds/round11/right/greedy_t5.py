"""Greedy T5 outputs with log-probs of the emitted tokens."""
import torch


def generate_scored(t5, tok, doc, limit=80):
    enc = tok(doc, return_tensors="pt", truncation=True, max_length=512)
    with torch.no_grad():
        g = t5.generate(**enc, do_sample=False, num_beams=1, max_new_tokens=limit,
                        output_scores=True, return_dict_in_generate=True)
    lps = t5.compute_transition_scores(g.sequences, g.scores, normalize_logits=True)
    return {"text": tok.decode(g.sequences[0], skip_special_tokens=True),
            "loglik": float(lps[0].sum()), "n_tokens": int(lps.shape[1])}
