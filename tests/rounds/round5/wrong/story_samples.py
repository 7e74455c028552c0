"""Draw stories from GPT-2 and note how probable the model finds each of them.

The column `model_logp` is log p(story | opening) under the unmodified language model; it is later correlated
with human typicality ratings.
# bug: the log-probabilities come from the scores of generate(), after temperature and nucleus filtering
"""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed

OPENINGS = ["The lighthouse keeper had not slept", "Nobody in the village spoke about"]


def sample_story(lm, tok, opening, n=120):
    enc = tok(opening, return_tensors="pt")
    out = lm.generate(
        **enc,
        do_sample=True,
        temperature=0.8,
        top_p=0.92,
        max_new_tokens=n,
        pad_token_id=tok.eos_token_id,
        output_scores=True,
        return_dict_in_generate=True,
    )
    new = out.sequences[0, enc.input_ids.shape[1] :]
    steps = torch.stack(out.scores, dim=1)[0]  # expect-near: SEQ110
    lp = steps.log_softmax(-1)  # expect: SEQ110
    lp = lp[torch.arange(len(new)), new]
    return tok.decode(new, skip_special_tokens=True), lp.sum().item(), len(new)


if __name__ == "__main__":
    set_seed(20)
    tok = AutoTokenizer.from_pretrained("gpt2")
    lm = AutoModelForCausalLM.from_pretrained("gpt2").eval()
    table = []
    for opening in OPENINGS:
        for k in range(50):
            story, logp, n = sample_story(lm, tok, opening)
            table.append(dict(opening=opening, k=k, story=story, model_logp=logp, n_tokens=n))
    pd.DataFrame(table).to_csv("stories.csv", index=False)
