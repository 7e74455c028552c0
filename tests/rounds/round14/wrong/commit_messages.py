"""Generate commit messages greedily and keep those the model is sure about.

# bug: generate(...).scores are gathered and averaged as log-probabilities without log_softmax.
"""
import torch


def generate_one(model, tok, diff, budget=48):
    enc = tok(diff, return_tensors="pt", truncation=True, max_length=tok.model_max_length - budget)
    g = model.generate(
        **enc, max_new_tokens=budget, do_sample=False, num_beams=1,
        output_scores=True, return_dict_in_generate=True,
    )
    body = g.sequences[:, enc["input_ids"].size(1):]
    stacked = torch.stack(g.scores, dim=1)
    per_token = stacked.gather(2, body.unsqueeze(2)).squeeze(2)  # expect: SEQ112
    avg_logprob = per_token[0].mean().item()  # expect-near: SEQ112
    return tok.decode(body[0], skip_special_tokens=True), avg_logprob


def accept(model, tok, diffs, threshold=-0.8):
    kept = {}
    for name, diff in diffs.items():
        msg, score = generate_one(model, tok, diff)
        if score > threshold:
            kept[name] = msg
    return kept
