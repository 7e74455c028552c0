"""Mean log-probability of generated tokens, EOS-aware."""
import torch


def generated_scores(model, tokenizer, prompts):
    tokenizer.padding_side = "left"
    enc = tokenizer(prompts, return_tensors="pt", padding=True)
    out = model.generate(**enc, do_sample=False, num_beams=1, max_new_tokens=40,
                         output_logits=True, return_dict_in_generate=True)
    new = out.sequences[:, enc.input_ids.shape[1]:]
    lp = torch.stack(out.logits, dim=1).float().log_softmax(-1)
    lp = lp.gather(-1, new.unsqueeze(-1)).squeeze(-1)
    ended = (new == tokenizer.eos_token_id).long().cumsum(dim=1)
    live = (ended - (new == tokenizer.eos_token_id).long()) == 0
    n = live.sum(dim=1)
    total = lp.masked_fill(~live, 0.0).sum(dim=1)
    return {"sum": total.tolist(), "mean": (total / n.clamp(min=1)).tolist(), "length": n.tolist()}
