"""k samples per task with the untouched model's log-probability next to each of them."""
import torch


def draw(model, tok, prompt, k=10, temperature=0.8, top_p=0.95, n_new=200):
    enc = tok(prompt, return_tensors="pt").to(model.device)
    start = enc.input_ids.shape[1]
    g = model.generate(
        **enc,
        do_sample=True,
        temperature=temperature,
        top_p=top_p,
        num_return_sequences=k,
        max_new_tokens=n_new,
        pad_token_id=tok.eos_token_id,
        output_logits=True,
        return_dict_in_generate=True,
    )
    body = g.sequences[:, start:]
    lp = torch.stack(g.logits, dim=1).float().log_softmax(-1)
    lp = lp.gather(-1, body.unsqueeze(-1)).squeeze(-1)
    ended = (body == tok.eos_token_id).long().cumsum(1)
    live = (ended - (body == tok.eos_token_id).long()) == 0
    total = torch.where(live, lp, torch.zeros_like(lp)).sum(1)
    texts = tok.batch_decode(body, skip_special_tokens=True)
    return list(zip(texts, total.tolist(), live.sum(1).tolist()))
