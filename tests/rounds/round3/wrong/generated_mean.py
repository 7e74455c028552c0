"""Mean log-probability of greedy output.

# bug: out.sequences holds the prompt as well, its width is used as the number of generated tokens
"""


def generate_with_score(model, tokenizer, prompt):
    enc = tokenizer(prompt, return_tensors="pt")
    out = model.generate(**enc, do_sample=False, max_new_tokens=40,
                         output_scores=True, return_dict_in_generate=True)
    ts = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
    avg = ts[0].sum() / out.sequences.shape[1]  # expect: SEQ418
    text = tokenizer.decode(out.sequences[0, enc.input_ids.shape[1]:])
    return text, avg.item()


def table(model, tokenizer, prompts):
    return [generate_with_score(model, tokenizer, p) for p in prompts]
