"""Self-consistency: weight every sampled answer by the model's own log-likelihood.

# bug: `scores` are temperature- and top-p-processed, so this is not the model's likelihood.
"""
from collections import defaultdict

import torch


@torch.no_grad()
def sample_with_model_loglik(model, tok, prompt, n=8, max_new_tokens=64):
    enc = tok(prompt, return_tensors="pt").to(model.device)
    gen = model.generate(
        **enc,
        do_sample=True,
        temperature=0.6,
        top_p=0.9,
        num_return_sequences=n,
        max_new_tokens=max_new_tokens,
        return_dict_in_generate=True,
        output_scores=True,  # expect-near: SEQ110
    )
    new = gen.sequences[:, enc.input_ids.shape[1]:]
    lp = torch.stack(gen.scores, dim=1).float().log_softmax(-1)  # expect: SEQ110
    tok_lp = lp.gather(-1, new.unsqueeze(-1)).squeeze(-1)
    done = (new == tok.eos_token_id).cumsum(-1)
    live = (done == 0) | ((done == 1) & (new == tok.eos_token_id))
    loglik = tok_lp.masked_fill(~live, 0.0).sum(-1)  # expect-near: SEQ110
    return tok.batch_decode(new, skip_special_tokens=True), loglik


def vote(answers, loglik):
    bag = defaultdict(list)
    for a, l in zip(answers, loglik):
        bag[a.strip().lower()].append(l)
    strongest = {a: max(x.item() for x in ls) for a, ls in bag.items()}
    return max(strongest, key=strongest.get)
