"""Sampled answers with the model's own (unprocessed) log-likelihood."""
import torch


@torch.no_grad()
def sample(model, tok, prompt, n=8, max_new_tokens=64):
    enc = tok(prompt, return_tensors="pt").to(model.device)
    out = model.generate(
        **enc, do_sample=True, temperature=0.7, top_p=0.95, num_return_sequences=n,
        max_new_tokens=max_new_tokens, output_logits=True, return_dict_in_generate=True)
    new = out.sequences[:, enc["input_ids"].shape[1]:]
    raw = torch.stack(out.logits, dim=1).float()
    lp = raw.log_softmax(-1).gather(2, new[..., None])[..., 0]
    is_end = new == tok.eos_token_id
    keep = (is_end.cumsum(1) - is_end.long()) == 0
    return tok.batch_decode(new, skip_special_tokens=True), lp.masked_fill(~keep, 0.0).sum(1)


def most_likely(texts, loglik):
    return texts[int(loglik.argmax())]
