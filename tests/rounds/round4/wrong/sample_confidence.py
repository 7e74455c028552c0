"""Model log-likelihood of sampled answers.
# bug: the scores of a temperature and top-p sampler are reported as the model's own log-probabilities.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def sample_with_logprobs(name, question, n=4):
    """Answers with the log-probability that the unmodified model assigns to them."""
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    enc = tok(question, return_tensors="pt")
    out = lm.generate(
        **enc,
        do_sample=True,
        temperature=0.6,
        top_p=0.9,
        num_return_sequences=n,
        max_new_tokens=8,
        min_new_tokens=8,
        return_dict_in_generate=True,
        output_scores=True,  # expect-near: SEQ110
    )
    new = out.sequences[:, enc["input_ids"].shape[1]:]
    steps = torch.stack(out.scores, dim=1).float()
    lp = steps.log_softmax(-1)  # expect: SEQ110
    chosen = lp.gather(-1, new[..., None])[..., 0]  # expect-near: SEQ110
    return list(zip(tok.batch_decode(new), chosen.sum(-1).tolist()))
