"""Sampled answers with the model's own log-probability (output_logits, not processed scores)."""
import torch


def sample_with_logprob(model, tok, prompt, **sampling):
    enc = tok(prompt, return_tensors="pt")
    out = model.generate(**enc, do_sample=True, max_new_tokens=32, output_logits=True,
                         return_dict_in_generate=True, **sampling)
    grid = torch.stack(out.logits, dim=1).float().log_softmax(dim=-1)
    new = out.sequences[:, enc.input_ids.shape[1]:]
    lp = grid.gather(2, new.unsqueeze(2)).squeeze(2)
    return tok.batch_decode(new, skip_special_tokens=True)[0], lp[0].sum().item()


def best_of(model, tok, prompt, n=4):
    return max((sample_with_logprob(model, tok, prompt, temperature=0.8) for _ in range(n)), key=lambda x: x[1])
