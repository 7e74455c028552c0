"""Greedy QA with abstention on a low mean token log-probability of the reply."""
import torch


@torch.no_grad()
def reply(lm, tok, question, floor=-0.7):
    enc = tok(question, return_tensors="pt")
    out = lm.generate(**enc, max_new_tokens=32, do_sample=False, num_beams=1,
                      output_scores=True, return_dict_in_generate=True)
    tr = lm.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)[0]
    n_new = out.sequences.shape[1] - enc["input_ids"].shape[1]
    avg = (tr.sum() / n_new).item()
    if avg < floor:
        return None, avg
    return tok.decode(out.sequences[0, -n_new:], skip_special_tokens=True), avg
