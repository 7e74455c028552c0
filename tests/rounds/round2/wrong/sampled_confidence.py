"""Sample an answer and store the model's own probability of it.

# bug: scores of generate are warped by temperature and nucleus filtering, then reported as the model's log-prob
"""
import torch


@torch.no_grad()
def sample_with_logprob(lm, tok, question, n_new=48):
    enc = tok(question, return_tensors="pt").to(lm.device)
    res = lm.generate(  # expect-near: SEQ110
        **enc,
        do_sample=True,
        temperature=0.6,
        top_p=0.9,
        max_new_tokens=n_new,
        output_scores=True,
        return_dict_in_generate=True,
    )
    new = res.sequences[0, enc["input_ids"].shape[1]:]
    rows = [s[0].float().log_softmax(-1) for s in res.scores]  # expect: SEQ110
    logp = sum(r[t].item() for r, t in zip(rows, new.tolist()))  # expect-near: SEQ110
    return {"answer": tok.decode(new, skip_special_tokens=True), "model_logprob": logp}
