"""Beam search with the summed and averaged log-probability of every returned beam."""
import torch


@torch.no_grad()
def beams(model, tok, prompt, k=4, limit=48):
    x = tok(prompt, return_tensors="pt").to(model.device)
    g = model.generate(
        **x, num_beams=k, num_return_sequences=k, do_sample=False, max_new_tokens=limit,
        output_scores=True, return_dict_in_generate=True,
    )
    lp = model.compute_transition_scores(g.sequences, g.scores, g.beam_indices)
    n = (g.beam_indices >= 0).sum(dim=1)
    total = lp.masked_fill(g.beam_indices[:, : lp.size(1)] < 0, 0.0).sum(dim=1)
    texts = tok.batch_decode(g.sequences[:, x["input_ids"].size(1) :], skip_special_tokens=True)
    return [
        {"text": t, "logprob": s, "mean_logprob": s / m}
        for t, s, m in zip(texts, total.tolist(), n.tolist())
    ]
