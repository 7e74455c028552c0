"""Sampled answers with the model's own log-probabilities, from the unprocessed logits."""
import torch


def sample_with_logprobs(lm, tok, question, n=4, length=8):
    enc = tok(question, return_tensors="pt")
    out = lm.generate(
        **enc, do_sample=True, temperature=0.6, top_p=0.9, num_return_sequences=n,
        max_new_tokens=length, min_new_tokens=length,
        return_dict_in_generate=True, output_logits=True,
    )
    new = out.sequences[:, enc["input_ids"].shape[1]:]
    lp = torch.stack(out.logits, dim=1).float().log_softmax(-1)
    chosen = lp.gather(-1, new[..., None])[..., 0]
    return list(zip(tok.batch_decode(new), chosen.sum(-1).tolist()))
