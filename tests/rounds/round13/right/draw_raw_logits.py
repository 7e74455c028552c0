"""Sampled answers with the log-probability the untouched model gives them (temperature 1, whole vocabulary)."""
import torch


def with_logprobs(model, tok, question, n=4, **sampling):
    enc = tok(question, return_tensors="pt").to(model.device)
    out = model.generate(
        **enc,
        do_sample=True,
        temperature=sampling.get("temperature", 0.7),
        top_p=sampling.get("top_p", 0.95),
        num_return_sequences=n,
        max_new_tokens=64,
        pad_token_id=tok.eos_token_id,
        return_dict_in_generate=True,
        output_logits=True,
    )
    made = out.sequences[:, enc["input_ids"].shape[1] :]
    lp = torch.stack([z.float().log_softmax(-1) for z in out.logits], dim=1)
    lp = lp.gather(-1, made[..., None]).squeeze(-1)
    hit_eos = made.eq(tok.eos_token_id).int()
    after = hit_eos.cumsum(1) - hit_eos > 0
    return tok.batch_decode(made, skip_special_tokens=True), lp.masked_fill(after, 0.0).sum(1)


@torch.no_grad()
def reference_geomean(model, ids, cut):
    """exp of the mean log-probability of ids[0, cut:]; cut must be at least 1."""
    z = model(ids).logits[0, cut - 1 : -1].float()
    y = ids[0, cut:]
    if y.numel() == 0:
        return float("nan")
    return torch.exp(-torch.nn.functional.cross_entropy(z, y)).item()
