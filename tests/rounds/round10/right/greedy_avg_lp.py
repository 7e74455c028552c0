"""Greedy answer together with the mean log-prob of its generated tokens."""
import torch


@torch.no_grad()
def greedy(llm, tokenizer, prompt, n=48):
    llm.eval()
    enc = tokenizer(prompt, return_tensors="pt").to(llm.device)
    plen = enc.input_ids.shape[1]
    gen = llm.generate(**enc, do_sample=False, num_beams=1, max_new_tokens=n,
                       return_dict_in_generate=True, output_logits=True)
    ts = llm.compute_transition_scores(gen.sequences, gen.logits, normalize_logits=True)
    made = gen.sequences.shape[1] - plen
    return tokenizer.decode(gen.sequences[0, plen:]), ts[0].sum().item() / made
